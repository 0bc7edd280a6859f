using System.Diagnostics;
using Settlement.Reliability.Histories;
using Settlement.Reliability.Support;
var times = new List<(double, int, string)>();
var from = args.Length > 1 ? int.Parse(args[1]) : 0;
var n = int.Parse(args[0]);
var hazards = new HazardCounts();
var wrong = 0;
for (var seed = from; seed < from + n; seed++)
{
    var w = Stopwatch.StartNew();
    try {
    var r = await HistoryCheck.RunAsync(seed, new InMemoryTableStore());
    hazards.Add(r.Hazards);
    times.Add((w.Elapsed.TotalMilliseconds, seed, r.ToString()!));
    } catch (HistoryMismatchException e) { if (wrong++ < 6) Console.WriteLine(n < 3 ? e.ToString() : e.Message[..Math.Min(900, e.Message.Length)] + "\n" + e.InnerException?.StackTrace?.Split('\n').FirstOrDefault()); }
}
times.Sort(); times.Reverse();
Console.WriteLine($"{times.Sum(t => t.Item1)} ms, wrong {wrong}");
foreach (var t in times.Take(4)) Console.WriteLine(t);
if (times.Count > 0) Console.WriteLine(times[times.Count / 2]);
foreach (var h in Enum.GetValues<Hazard>()) Console.Write($"{h} {hazards[h]}; ");
return 0;
