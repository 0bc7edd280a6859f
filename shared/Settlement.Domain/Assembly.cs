using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Settlement.Ledger")]
[assembly: InternalsVisibleTo("Settlement.Domain.Tests")]
[assembly: InternalsVisibleTo("Settlement.Peers")]
