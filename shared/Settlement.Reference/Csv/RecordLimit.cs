namespace Settlement.Reference.Csv;

/// <summary>
/// Text of which only so many characters are read before a record has to end: CsvHelper limits a cell, but keeps a record whole, however many cells
/// it has.
/// </summary>
internal sealed class RecordLimit(TextReader text, int maxCharacters) : TextReader
{
    private long _read;

    /// <summary>Says that a record has ended; what was read of the next one counts as nothing.</summary>
    public void BeginRecord() => _read = 0;

    public override int Peek() => text.Peek();

    public override int Read()
    {
        Count(1);
        return text.Read();
    }

    /// <exception cref="ExceededException">The record is too long.</exception>
    public override int Read(char[] buffer, int index, int count)
    {
        var read = text.Read(buffer, index, count);
        Count(read);
        return read;
    }

    private void Count(int characters)
    {
        _read += characters;
        if (_read > maxCharacters)
        {
            throw new ExceededException();
        }
    }

    /// <summary>A record is longer than it may be.</summary>
    public sealed class ExceededException : Exception;
}
