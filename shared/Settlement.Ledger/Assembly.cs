using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Settlement.Ledger.Tests")]
[assembly: InternalsVisibleTo("Settlement.Reliability")]
[assembly: InternalsVisibleTo("Settlement.Benchmarks")]
