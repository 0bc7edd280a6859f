using System.CommandLine;
using System.Net;
using Azure.Messaging.EventHubs;
using Functions.Embedded;
using NodaTime;
using NodaTime.Text;
using Settlement.Domain.Calendar;
using Settlement.Domain.Timetable;
using Settlement.Hosting;
using Settlement.Hosting.Replay;
using Settlement.Hosting.Reporting;
using Settlement.Local.Year;
using Settlement.Reference.Sets;
using Settlement.Simulation;
using Settlement.Simulation.National;
using Settlement.Storage;

namespace Settlement.Local.Commands;

/// <summary>The commands and their options.</summary>
internal static class CommandLine
{
    /// <summary>A century and more, which moves no date out of the calendar.</summary>
    private const int MaxWeeks = 10_000;

    private const int MaxYearDays = 732;

    /// <summary>The variable that makes unforeseen faults show where they are.</summary>
    private const string Trace = "SETTLEMENT_TRACE";

    private static readonly SettlementDay FirstYearDate = SettlementDay.Parse("2027-04-01");
    private static readonly SettlementDay LastYearDate = SettlementDay.Parse("2028-03-31");

    private static readonly Option<string> Data = new("--data")
    {
        Description = "The folder in which everything is kept.",
        DefaultValueFactory = _ => "./.data",
        Recursive = true,
    };
    private static readonly Option<int?> Port = new Option<int?>("--port")
    {
        Description = "The port of the HTTP functions (serve and the bare command: 7071).",
        Recursive = true,
    }.Between(0, IPEndPoint.MaxPort);
    private static readonly Option<Instant?> Clock = new("--clock")
    {
        Description = "An instant (2025-11-03T06:00:00Z) at which the host's clock starts.",
        CustomParser = ParseInstant,
        Recursive = true,
    };
    private static readonly Option<bool> NoTimers = new("--no-timers")
    {
        Description = "Timer functions do not run on their schedules.",
        Recursive = true,
    };
    private static readonly Option<bool> Keys = new("--keys") { Description = "HTTP functions ask for keys.", Recursive = true };
    private static readonly Option<bool> Exit = new("--exit") { Description = "The bare command does not stay up.", Recursive = true };
    private static readonly Option<bool> Quiet = new("--quiet") { Description = "Print results only.", Recursive = true };

    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>0 all done; 1 error; 2 bad usage; 3 a run was inexact; 4 nothing that was sent was accepted.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Build().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }
            await Console.Error.WriteLineAsync("Try --help.");
            return ExitCode.BadUsage;
        }

        using var stop = new StopSignals();
        return await parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
            stop.Token
        );
    }

    private static RootCommand Build()
    {
        var root = new RootCommand("Settles a made-up electricity market: simulate, ingest, settle, report; then serves the dashboard.")
        {
            Data,
            Port,
            Clock,
            NoTimers,
            Keys,
            Exit,
            Quiet,
        };
        root.SetAction(
            (parsed, cancellationToken) =>
                GuardedAsync(() =>
                    new DemoCommand(Options(parsed, timers: true, 7071), Output(parsed)).RunAsync(parsed.GetValue(Exit), cancellationToken)
                )
        );
        root.Add(Serve());
        root.Add(Reference());
        root.Add(Replay());
        root.Add(Settle());
        root.Add(Simulate());
        root.Add(YearOnAVirtualClock());
        root.Add(Bench());
        root.Add(Figures());
        root.Add(Convert());
        return root;
    }

    private static Command Serve()
    {
        var command = new Command("serve", "Runs the functions on the embedded host until it is asked to stop.");
        command.SetAction(
            (parsed, cancellationToken) =>
                GuardedAsync(() => ServeCommand.RunAsync(Options(parsed, timers: true, 7071), Output(parsed), cancellationToken))
        );
        return command;
    }

    private static Command Reference()
    {
        var folder = new Argument<string>("FOLDER") { Description = "A folder with {set}.csv files and loss-factors/*.ptf or *.zip." };
        var check = new Option<bool>("--check")
        {
            Description = "Tell what would be refused and which rows name what no set has; change nothing.",
        };
        var command = new Command("reference", "Loads every set of reference data of a folder, or none of them.") { folder, check };
        command.SetAction(
            (parsed, cancellationToken) =>
                GuardedAsync(() =>
                {
                    var (options, path) = (Options(parsed, timers: false, 0), parsed.GetValue(folder)!);
                    return parsed.GetValue(check)
                        ? ReferenceCommand.CheckAsync(options, Output(parsed), path, cancellationToken)
                        : ReferenceCommand.RunAsync(options, Output(parsed), path, cancellationToken);
                })
        );
        return command;
    }

    private static Command Replay()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Files of events: JSON lines or CSV of readings, .gz too.",
            Arity = ArgumentArity.OneOrMore,
        };
        var check = new Option<bool>("--check") { Description = "Tell what would be rejected, with file, line and field; send nothing." };
        var force = new Option<bool>("--force") { Description = "Send files that do not look like events." };
        var fromLine = new Option<int>("--from-line")
        {
            Description = "The line of the one FILE to begin with.",
            DefaultValueFactory = _ => 1,
        }.Between(1, int.MaxValue);
        var command = new Command("replay", "Sends files of events and waits until they are ingested.") { files, check, force, fromLine };
        command.Validators.Add(result =>
        {
            if (result.GetValue(fromLine) > 1 && result.GetValue(files)?.Length > 1)
            {
                result.AddError("--from-line is for one FILE.");
            }
        });
        command.SetAction(
            (parsed, cancellationToken) =>
                GuardedAsync(() =>
                {
                    var replay = new ReplayOptions
                    {
                        FromLine = parsed.GetValue(fromLine),
                        Force = parsed.GetValue(force),
                        Warn = Console.Error.WriteLine,
                    };
                    var (options, names) = (Options(parsed, timers: false, 0), parsed.GetValue(files)!);
                    return parsed.GetValue(check)
                        ? ReplayCommand.CheckAsync(options, Output(parsed), names, replay, cancellationToken)
                        : ReplayCommand.RunAsync(options, Output(parsed), names, replay, cancellationToken);
                })
        );
        return command;
    }

    private static Command Settle()
    {
        var day = new Argument<SettlementDay>("DAY") { Description = "The Settlement Day, YYYY-MM-DD.", CustomParser = ParseDay };
        var run = new Argument<string>("RUN") { Description = "The run code." };
        run.AcceptOnlyFromAmong([.. RunType.Codes]);
        var verify = new Option<bool>("--verify") { Description = "Recompute a closed run from every reading and compare." };
        var json = new Option<string?>("--json") { Description = "A file that gets all periods as a JSON array." };
        var command = new Command("settle", "Runs one settlement on all that is ingested and prints it.") { day, run, verify, json };
        command.SetAction(
            (parsed, cancellationToken) =>
                GuardedAsync(() =>
                    SettleCommand.RunAsync(
                        Options(parsed, timers: false, 0),
                        Output(parsed),
                        parsed.GetValue(day),
                        parsed.GetValue(run)!,
                        parsed.GetValue(verify),
                        parsed.GetValue(json),
                        cancellationToken
                    )
                )
        );
        return command;
    }

    private static Command Simulate()
    {
        var from = new Option<SettlementDay?>("--from")
        {
            Description = "The first Settlement Day (2026-10-24).",
            CustomParser = ParseFirstDay,
        };
        var meters = new Option<int>("--meters") { Description = "How many meters.", DefaultValueFactory = _ => 2000 }.Between(
            1,
            SimulationOptions.MaxMeters
        );
        var days = new Option<int>("--days") { Description = "How many Settlement Days.", DefaultValueFactory = _ => 3 }.Between(
            1,
            SimulationOptions.MaxDays
        );
        var seed = new Option<ulong>("--seed") { Description = "What every random draw starts from.", DefaultValueFactory = _ => 1 };
        var folder = new Option<string>("--out") { Description = "The folder that receives the market.", Required = true };
        var command = new Command("simulate", "Writes a made-up market: reference data, readings, market inputs.")
        {
            from,
            meters,
            days,
            seed,
            folder,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                GuardedAsync(() =>
                {
                    var options = new SimulationOptions
                    {
                        Out = parsed.GetValue(folder)!,
                        Meters = parsed.GetValue(meters),
                        Days = parsed.GetValue(days),
                        Seed = parsed.GetValue(seed),
                    };
                    return SimulateCommand.RunAsync(
                        parsed.GetValue(from) is { } day ? options with { From = day } : options,
                        Output(parsed),
                        cancellationToken
                    );
                })
        );
        return command;
    }

    private static Command Bench()
    {
        var meters = new Option<int>("--meters")
        {
            Description = "How many meters report the day.",
            DefaultValueFactory = _ => 100_000,
        }.Between(1, SimulationOptions.MaxMeters);
        var seed = new Option<ulong>("--seed") { Description = "What every random draw starts from.", DefaultValueFactory = _ => 1 };
        var json = new Option<string?>("--json") { Description = "A file that gets the figures as JSON." };
        var keep = new Option<bool>("--keep") { Description = "Leave hub and ledger in the data folder." };
        var command = new Command("bench", "Measures what one national day costs here, from message bytes in the Event Hub to closed runs.")
        {
            meters,
            seed,
            json,
            keep,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                GuardedAsync(() =>
                    BenchCommand.RunAsync(
                        Options(parsed, timers: false, 0),
                        Output(parsed),
                        new NationalOptions(parsed.GetValue(meters), parsed.GetValue(seed)),
                        parsed.GetValue(json),
                        parsed.GetValue(keep),
                        cancellationToken
                    )
                )
        );
        return command;
    }

    private static Command YearOnAVirtualClock()
    {
        var from = new Option<SettlementDay?>("--from")
        {
            Description = $"The first date ({FirstYearDate}).",
            CustomParser = ParseFirstDay,
        };
        var to = new Option<SettlementDay?>("--to") { Description = $"The last date ({LastYearDate}).", CustomParser = ParseFirstDay };
        var first = new Option<SettlementDay?>("--first")
        {
            Description = "The first Settlement Day (the first that has a run in the year).",
            CustomParser = ParseFirstDay,
        };
        var command = new Command(
            "year",
            "Drives every run that falls due in a year, on a virtual clock with outages, and checks them all."
        )
        {
            from,
            to,
            first,
        };
        command.Validators.Add(result =>
        {
            var (begin, end) = (result.GetValue(from) ?? FirstYearDate, result.GetValue(to) ?? LastYearDate);
            if (end < begin || end.Number - begin.Number > MaxYearDays)
            {
                result.AddError($"{begin} to {end} is no span of at most {MaxYearDays} days.");
            }
        });
        command.SetAction(
            (parsed, cancellationToken) =>
                GuardedAsync(() =>
                    YearCommand.RunAsync(
                        Options(parsed, timers: true, 0),
                        YearOptions.Between(parsed.GetValue(from) ?? FirstYearDate, parsed.GetValue(to) ?? LastYearDate) with
                        {
                            First = parsed.GetValue(first),
                        },
                        Output(parsed),
                        cancellationToken
                    )
                )
        );
        return command;
    }

    private static Command Figures()
    {
        var folder = new Option<string>("--docs")
        {
            Description = "The folder with performance.md, capacity.md and figures/*.json.",
            DefaultValueFactory = _ => "docs",
        };
        var command = new Command("figures", "Puts measured and modelled figures into the documents that show them.") { folder };
        command.SetAction((parsed, _) => GuardedAsync(() => Task.FromResult(FiguresCommand.Run(Output(parsed), parsed.GetValue(folder)!))));
        return command;
    }

    private static Command Convert()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Files of the Low Carbon London trial (LCLid,tstp,energy(kWh/hh)), .gz too.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--out") { Description = "The file of messages (JSON lines) to write.", Required = true };
        var weeks = new Option<int>("--shift-weeks")
        {
            Description = "Move the dates by whole weeks.",
            DefaultValueFactory = _ => 0,
        }.Between(-MaxWeeks, MaxWeeks);
        var command = new Command("convert", "Turns published Low Carbon London readings into messages.") { files, output, weeks };
        command.SetAction(
            (parsed, cancellationToken) =>
                GuardedAsync(() =>
                    Task.FromResult(
                        ConvertCommand.Run(
                            Output(parsed),
                            parsed.GetValue(files)!,
                            parsed.GetValue(output)!,
                            parsed.GetValue(weeks),
                            cancellationToken
                        )
                    )
                )
        );
        return command;
    }

    private static LocalOptions Options(ParseResult parsed, bool timers, int port) =>
        new(
            parsed.GetValue(Data)!,
            parsed.GetValue(Port) ?? port,
            parsed.GetValue(Clock),
            timers && !parsed.GetValue(NoTimers),
            parsed.GetValue(Keys),
            parsed.GetValue(Quiet)
        )
        {
            // What serves listens where it is configured to, unless the command line says otherwise; the others serve themselves only.
            UsesConfiguredUrls = port != 0 && parsed.GetValue(Port) is null,
        };

    private static Screen Output(ParseResult parsed) => new(parsed.GetValue(Quiet));

    private static SettlementDay ParseDay(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (!SettlementDay.TryParse(result.Tokens[0].Value, out var day))
        {
            result.AddError($"'{result.Tokens[0].Value}' is not a Settlement Day; write YYYY-MM-DD.");
        }
        return day;
    }

    /// <summary>A made-up market needs days around it: two years back for what is too old, and what comes late.</summary>
    private static SettlementDay? ParseFirstDay(System.CommandLine.Parsing.ArgumentResult result)
    {
        var day = ParseDay(result);
        if (!result.Errors.Any() && day.Date.Year is < 1990 or > 2200)
        {
            result.AddError($"--from is a day of the years 1990 to 2200, not {day}.");
        }
        return day;
    }

    private static Instant? ParseInstant(System.CommandLine.Parsing.ArgumentResult result)
    {
        var parsed = InstantPattern.ExtendedIso.Parse(result.Tokens[0].Value);
        if (!parsed.Success)
        {
            result.AddError($"'{result.Tokens[0].Value}' is not an instant; write 2025-11-03T06:00:00Z.");
        }
        return parsed.Success ? parsed.Value : null;
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");

    /// <summary>What goes wrong is reported in a line; where a fault of ours is, the environment can ask for.</summary>
    private static async Task<int> GuardedAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCode.Error;
        }
        catch (ReferenceRejectedException e)
        {
            foreach (var problem in e.Problems)
            {
                await Console.Error.WriteLineAsync(problem.ToString());
            }
            if (e.Count > e.Problems.Count)
            {
                await Console.Error.WriteLineAsync($"… and {e.Count - e.Problems.Count} more.");
            }
            await Console.Error.WriteLineAsync($"Nothing was changed: {e.Count} {(e.Count == 1 ? "problem" : "problems")}.");
            return ExitCode.Error;
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or FormatException
                        or InvalidDataException
                        or InvalidOperationException
                        or DataFolderInUseException
                        or HttpRequestException
                        or TableUnavailableException
                        or EventHubsException
            )
        {
            await Console.Error.WriteLineAsync(OneLine(e.Message));
            return ExitCode.Error;
        }
        catch (Exception e) when (Environment.GetEnvironmentVariable(Trace) is null)
        {
            await Console.Error.WriteLineAsync($"{OneLine(e.Message)} ({e.GetType().Name}; {Trace}=1 in the environment shows where.)");
            return ExitCode.Error;
        }
    }
}
