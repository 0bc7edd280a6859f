using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Settlement.Functions.Tests")]
