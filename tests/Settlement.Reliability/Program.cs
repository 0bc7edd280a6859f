using System.Diagnostics;
using Settlement.Reliability.Fuzzing;
var counts = new FuzzCounts();
var fuzz = new DecoderFuzz(counts);
var w = Stopwatch.StartNew();
int found = 0;
var from = args.Length > 1 ? int.Parse(args[1]) : 0;
for (var seed = from; seed < from + int.Parse(args[0]); seed++)
{
    try { counts.CountInput(); fuzz.Try(seed); } catch (FuzzFindingException e) { Console.WriteLine(e.Message.Length > 3000 ? e.Message[..3000] : e.Message); if (++found > 6) break; }
}
Console.WriteLine($"{counts.Inputs} {w.Elapsed}");
foreach (var c in counts.All) Console.WriteLine(c);
return 0;
