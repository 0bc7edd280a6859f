using System.Diagnostics;
using Settlement.Reliability.Fuzzing;
var counts = new FuzzCounts();
var fuzz = new StoredFuzz(counts);
var w = Stopwatch.StartNew();
var found = new Dictionary<string, int>();
var from = args.Length > 1 ? int.Parse(args[1]) : 0;
for (var seed = from; seed < from + int.Parse(args[0]); seed++)
{
    try { counts.CountInput(); fuzz.Try(seed); } catch (FuzzFindingException e) {
        var k = string.Join(' ', e.Message.Split(" in '").Skip(1)); k = k[..Math.Min(60, k.Length)];
        if (!found.TryGetValue(k, out var n)) Console.WriteLine(e.Message);
        found[k] = n + 1;
    }
}
Console.WriteLine($"{counts.Inputs} {w.Elapsed}");
foreach (var c in counts.All) Console.WriteLine(c);
foreach (var c in found.OrderByDescending(c => c.Value).Take(20)) Console.WriteLine(c);
return 0;
