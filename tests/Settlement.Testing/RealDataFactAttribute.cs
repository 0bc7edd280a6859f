namespace Settlement.Testing;

/// <summary>A test on a published file; skipped, and said so, where the file is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute(string file)
    {
        File = file;
        if (RealData.File(file) is null)
        {
            Skip = $"The published file {file} is not here; set SETTLEMENT_DATA to the folder that has it.";
        }
    }

    public string File { get; }
}
