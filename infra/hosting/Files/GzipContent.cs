using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip.Compression;
using ICSharpCode.SharpZipLib.Zip.Compression.Streams;

namespace Settlement.Hosting.Files;

/// <summary>
/// Unpacks gzip and holds the file to its format: each member must end and have the length and checksum that it states. Members may follow one
/// another and zeros may fill up the end; anything else behind the last member is an error. <see cref="System.IO.Compression.GZipStream"/> takes
/// the first half of a file for the whole and passes over what follows a member.
/// </summary>
internal sealed class GzipContent : ReadOnlyStream
{
    private const int Magic = 0x8B1F,
        Deflate = 8,
        ChecksumFlag = 1 << 1,
        ExtraFlag = 1 << 2,
        NameFlag = 1 << 3,
        CommentFlag = 1 << 4,
        RestOfHeader = 6;

    private readonly Stream _file;
    private readonly InflaterInputBuffer _input;
    private readonly Inflater _inflater = new(noHeader: true);
    private readonly Crc32 _checksum = new();
    private bool _inMember;
    private bool _any;

    public GzipContent(Stream file) => (_file, _input) = (file, new InflaterInputBuffer(file, 1 << 16));

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0)
        {
            return 0;
        }
        try
        {
            while (_inMember || BeginMember())
            {
                var read = _inflater.Inflate(buffer, offset, count);
                if (read > 0)
                {
                    _checksum.Update(new ArraySegment<byte>(buffer, offset, read));
                    return read;
                }
                if (_inflater.IsFinished)
                {
                    EndMember();
                }
                else if (_inflater.IsNeedingInput)
                {
                    Fill();
                    _input.SetInflaterInput(_inflater);
                }
                else
                {
                    throw new InvalidDataException("is damaged: its compressed data needs a dictionary that it has not");
                }
            }

            return 0;
        }
        catch (SharpZipBaseException e)
        {
            throw new InvalidDataException($"is damaged: {e.Message}", e);
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool BeginMember()
    {
        var first = NextOrEnd();
        while (_any && first == 0)
        {
            first = NextOrEnd();
        }
        if (first < 0)
        {
            if (!_any)
            {
                throw EndsEarly();
            }
            return false;
        }
        if (first != (Magic & 0xFF) || Next() != Magic >> 8)
        {
            throw new InvalidDataException(_any ? "has bytes behind its compressed data that are no part of it" : "is not gzip");
        }
        if (Next() != Deflate)
        {
            throw new InvalidDataException("is damaged: its compression method is not deflate");
        }

        var flags = Next();
        Skip(RestOfHeader);
        if ((flags & ExtraFlag) != 0)
        {
            Skip(Next() | (Next() << 8));
        }
        SkipText((flags & NameFlag) != 0);
        SkipText((flags & CommentFlag) != 0);
        Skip((flags & ChecksumFlag) != 0 ? sizeof(ushort) : 0);
        _inflater.Reset();
        _checksum.Reset();
        _input.SetInflaterInput(_inflater);
        return _inMember = _any = true;
    }

    private void EndMember()
    {
        _input.Available = _inflater.RemainingInput;
        if (NextWord() != unchecked((uint)_checksum.Value))
        {
            throw new InvalidDataException("is damaged: its content does not have the checksum that it states");
        }
        if (NextWord() != unchecked((uint)_inflater.TotalOut))
        {
            throw new InvalidDataException("is damaged: its content does not have the length that it states");
        }
        _inMember = false;
    }

    private void SkipText(bool there)
    {
        while (there && Next() != 0) { }
    }

    private void Skip(int bytes)
    {
        for (; bytes > 0; bytes--)
        {
            Next();
        }
    }

    private uint NextWord() => (uint)Next() | ((uint)Next() << 8) | ((uint)Next() << 16) | ((uint)Next() << 24);

    private int Next() => NextOrEnd() is >= 0 and var value ? value : throw EndsEarly();

    private int NextOrEnd()
    {
        if (_input.Available == 0)
        {
            _input.Fill();
        }
        return _input.Available == 0 ? -1 : _input.RawData[_input.RawLength - _input.Available--];
    }

    private void Fill()
    {
        _input.Fill();
        if (_input.Available == 0)
        {
            throw EndsEarly();
        }
    }

    private static InvalidDataException EndsEarly() => new("ends early: the compressed file is not whole");
}
