using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Settlement.Ledger.Tests")]
[assembly: InternalsVisibleTo("Settlement.Functions.Tests")]
[assembly: InternalsVisibleTo("Settlement.Local.Tests")]
