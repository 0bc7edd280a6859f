using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Settlement.Ledger")]
[assembly: InternalsVisibleTo("Settlement.Runs")]
[assembly: InternalsVisibleTo("Settlement.Ledger.Tests")]
[assembly: InternalsVisibleTo("Settlement.Reference.Tests")]
[assembly: InternalsVisibleTo("Settlement.Runs.Tests")]
[assembly: InternalsVisibleTo("Settlement.Storage.Tests")]
[assembly: InternalsVisibleTo("Settlement.Testing")]
