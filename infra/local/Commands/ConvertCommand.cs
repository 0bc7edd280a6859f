using Settlement.Hosting.Reporting;
using Settlement.Local.Conversion;

namespace Settlement.Local.Commands;

/// <summary>Turns published Low Carbon London readings into messages.</summary>
internal static class ConvertCommand
{
    public static int Run(Screen screen, string[] files, string output, int shiftWeeks, CancellationToken cancellationToken)
    {
        if (files.FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            throw new FileNotFoundException($"There is no file '{missing}'.");
        }
        var result = LowCarbonLondonConverter.Convert(files, output, shiftWeeks, Console.Error.WriteLine, cancellationToken);
        screen.Result(
            $"{result.Rows} rows of {result.Households} households: {result.Messages} messages with {result.Values} values; {result.Missing} values missing, {result.Repeated} rows for a half hour that had a value, {result.OffGrid} stamps off the half hour."
        );
        return ExitCode.Done;
    }
}
