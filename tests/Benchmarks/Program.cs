using BenchmarkDotNet.Running;
using Settlement.Benchmarks;

if (args is ["quick"])
    await QuickTable.PrintAsync();
else
    BenchmarkSwitcher.FromAssembly(typeof(NationalMarket).Assembly).Run(args);
