using System.CommandLine;
using System.Globalization;
using Settlement.Local.Hosting;
using Settlement.Local.National;
using Settlement.Local.Reporting;
using Settlement.Peers;

var meters = new Option<int>("--meters") { Description = "How many meters report the day.", DefaultValueFactory = _ => 1_000_000 };
var sample = new Option<int>("--sample") { Description = "How many messages are stored a row a reading.", DefaultValueFactory = _ => 20_000 };
var data = new Option<string>("--data") { Description = "The folder for everything; what is made in it is removed.", DefaultValueFactory = _ => "./.data" };
var root = new RootCommand("The same aggregation by this platform, by DuckDB and by a table with a row for each reading, on the same messages.") { meters, sample, data };
root.SetAction(async (parsed, cancellation) =>
{
    var folder = Path.GetFullPath(Path.Combine(parsed.GetValue(data)!, string.Create(CultureInfo.InvariantCulture, $"peers-{Environment.ProcessId}")));
    Directory.CreateDirectory(folder);
    try
    {
        var options = new LocalOptions(folder, 0, null, Timers: false, Keys: false, Quiet: false);
        return await new SideBySide(options, new NationalOptions(parsed.GetValue(meters)), parsed.GetValue(sample), new Screen(false)).RunAsync(cancellation) ? 0 : 1;
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
});
return await root.Parse(args).InvokeAsync();
