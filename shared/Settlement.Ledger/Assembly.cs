using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Settlement.Runs")]
[assembly: InternalsVisibleTo("Settlement.Ledger.Tests")]
[assembly: InternalsVisibleTo("Settlement.Runs.Tests")]
[assembly: InternalsVisibleTo("Settlement.Testing")]
[assembly: InternalsVisibleTo("Settlement.Reliability")]
[assembly: InternalsVisibleTo("Settlement.Benchmarks")]
[assembly: InternalsVisibleTo("Settlement.Functions.Tests")]
