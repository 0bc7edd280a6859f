using Settlement.Bench.Documents;
using Settlement.Hosting.Reporting;

namespace Settlement.Local.Commands;

/// <summary>Puts measured and modelled figures into the documents that show them.</summary>
internal static class FiguresCommand
{
    public static int Run(Screen screen, string folder)
    {
        foreach (var (path, text) in DocumentFigures.Documents(folder))
        {
            File.WriteAllText(path, text);
            screen.Result($"Filled '{path}'.");
        }

        return ExitCode.Done;
    }
}
