using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Settlement.Functions.Tests")]
[assembly: InternalsVisibleTo("Settlement.Local.Tests")]
[assembly: InternalsVisibleTo("Settlement.Peers")]
