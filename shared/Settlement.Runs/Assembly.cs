using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Settlement.Ledger.Tests")]
[assembly: InternalsVisibleTo("Settlement.Runs.Tests")]
[assembly: InternalsVisibleTo("Settlement.Testing")]
