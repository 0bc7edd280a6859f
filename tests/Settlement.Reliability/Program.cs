using System.CommandLine;
using Settlement.Reliability.Commands;

var seed = new Option<long>("--seed")
{
    Description = "The seed of the first; each has the next number. Another one every time where it is not given.",
    DefaultValueFactory = _ => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
};

var minutes = new Option<double>("--minutes") { Description = "For how long.", DefaultValueFactory = _ => 30 };
var histories = new Option<long>("--histories") { Description = "How many at the most.", DefaultValueFactory = _ => long.MaxValue };
var parallel = new Option<int>("--parallel") { Description = "How many at a time.", DefaultValueFactory = _ => Environment.ProcessorCount };
var soak = new Command("soak", "Plays hostile histories into a ledger and compares it with an oracle.")
{
    minutes,
    seed,
    histories,
    parallel,
};
soak.SetAction(
    (arguments, cancellationToken) =>
        SoakCommand.RunAsync(
            TimeSpan.FromMinutes(arguments.GetValue(minutes)),
            arguments.GetValue(seed),
            arguments.GetValue(histories),
            arguments.GetValue(parallel),
            Console.Out,
            cancellationToken
        )
);

var inputs = new Option<long>("--inputs") { Description = "How many.", DefaultValueFactory = _ => 1_000_000 };
var fuzz = new Command("fuzz", "Tries mutated messages on the decoders and mutated rows on the readers of the ledger.") { inputs, seed };
fuzz.SetAction(
    (arguments, cancellationToken) =>
        Task.FromResult(FuzzCommand.Run(arguments.GetValue(inputs), arguments.GetValue(seed), Console.Out, cancellationToken))
);

return await new RootCommand("Proves the ledger under faults and mutated input.") { soak, fuzz }
    .Parse(args)
    .InvokeAsync();
