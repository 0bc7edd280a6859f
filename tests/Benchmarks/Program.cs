using BenchmarkDotNet.Running;
using Settlement.Benchmarks;

if (args is ["quick"])
{
    await QuickTable.PrintAsync();
}
else if (args is ["turns"])
{
    await OrchestratorTurns.PrintAsync();
}
else if (args is ["fold", var blocks])
{
    await QuickTable.FoldAsync(int.Parse(blocks, System.Globalization.CultureInfo.InvariantCulture));
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(QuickTable).Assembly).Run(args);
}
