using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Settlement.Ledger.Tests")]
[assembly: InternalsVisibleTo("Settlement.Reference.Tests")]
[assembly: InternalsVisibleTo("Settlement.Runs.Tests")]
[assembly: InternalsVisibleTo("Settlement.Testing")]
[assembly: InternalsVisibleTo("Settlement.Functions.Tests")]
[assembly: InternalsVisibleTo("Settlement.Local.Tests")]
