using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Settlement.Ledger")]
[assembly: InternalsVisibleTo("Settlement.Runs")]
[assembly: InternalsVisibleTo("Settlement.Ledger.Tests")]
