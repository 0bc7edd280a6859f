using System.CommandLine;
using Settlement.Attack;

var requests = new Option<int>("--requests") { Description = "How many random requests.", DefaultValueFactory = _ => 20_000 };
var seed = new Option<int>("--seed")
{
    Description = "What the random requests start from. Another one every time where it is not given.",
    DefaultValueFactory = _ => (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % int.MaxValue),
};
var parallel = new Option<int>("--parallel") { Description = "How many requests at a time.", DefaultValueFactory = _ => 8 };
var meters = new Option<int>("--meters") { Description = "How many meters the host's market has.", DefaultValueFactory = _ => 500 };
var attack = new RootCommand("Sends a local host what hostile and clumsy clients send, and tells what it answers and what it costs.")
{
    requests,
    seed,
    parallel,
    meters,
};
attack.SetAction(
    (arguments, cancellationToken) =>
        AttackCommand.RunAsync(
            new AttackOptions(
                arguments.GetValue(requests),
                arguments.GetValue(seed),
                arguments.GetValue(parallel),
                arguments.GetValue(meters)
            ),
            Console.Out,
            cancellationToken
        )
);
return await attack.Parse(args).InvokeAsync();
