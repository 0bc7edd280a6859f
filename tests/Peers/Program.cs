using System.CommandLine;
using System.Globalization;
using Settlement.Hosting;
using Settlement.Hosting.Reporting;
using Settlement.Peers;
using Settlement.Simulation.National;

var meters = new Option<int>("--meters") { Description = "How many meters report the day.", DefaultValueFactory = _ => 1_000_000 };
var sample = new Option<int>("--sample")
{
    Description = "How many messages are stored a row a reading.",
    DefaultValueFactory = _ => 20_000,
};
var data = new Option<string>("--data")
{
    Description = "The folder for everything; what is made in it is removed.",
    DefaultValueFactory = _ => "./.data",
};
var json = new Option<string?>("--json") { Description = "A file that gets the figures as JSON." };
var root = new RootCommand(
    "The same aggregation by this platform, by DuckDB and by a table with a row for each reading, on the same messages."
)
{
    meters,
    sample,
    data,
    json,
};
root.SetAction(
    async (parsed, cancellationToken) =>
    {
        var folder = Path.GetFullPath(
            Path.Combine(parsed.GetValue(data)!, string.Create(CultureInfo.InvariantCulture, $"peers-{Environment.ProcessId}"))
        );
        Directory.CreateDirectory(folder);
        try
        {
            var options = new LocalOptions(folder, 0, null, Timers: false, Keys: false, Quiet: false);
            var screen = new Screen(false);
            if (
                await new SideBySide(options, new NationalOptions(parsed.GetValue(meters)), parsed.GetValue(sample), screen).RunAsync(
                    cancellationToken
                )
                is not { } report
            )
            {
                return 1;
            }

            PeersPrinter.Print(screen, report);
            if (parsed.GetValue(json) is { } path)
            {
                PeersPrinter.Write(path, report);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
);
return await root.Parse(args).InvokeAsync();
