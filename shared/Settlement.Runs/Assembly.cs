using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Settlement.Ledger.Tests")]
