using System.CommandLine;
using Settlement.Reliability;

var minutes = new Option<double>("--minutes") { Description = "For how long histories are played.", DefaultValueFactory = _ => 30 };
var seed = new Option<int>("--seed") { Description = "The seed of the first one; each has the next number.", DefaultValueFactory = _ => 1_000_000 };
var most = new Option<int>("--histories") { Description = "How many at the most.", DefaultValueFactory = _ => int.MaxValue };
var parallel = new Option<int>("--parallel") { Description = "How many at a time.", DefaultValueFactory = _ => Environment.ProcessorCount };
var soak = new Command("soak", "Plays hostile histories and compares the ledger with an oracle after each.") { minutes, seed, most, parallel };
soak.SetAction((arguments, cancellation) => SoakCommand.RunAsync(
    TimeSpan.FromMinutes(arguments.GetValue(minutes)), arguments.GetValue(seed), arguments.GetValue(most), arguments.GetValue(parallel), Console.Out, cancellation));
return await new RootCommand("Proves the ledger under faults.") { soak }.Parse(args).InvokeAsync();
