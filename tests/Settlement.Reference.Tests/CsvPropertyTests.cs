using CsCheck;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Reference.Sets;

namespace Settlement.Reference.Tests;

public sealed class CsvPropertyTests
{
    private static readonly Gen<DayRange> Ranges = Gen.Select(Gen.Int[-1, 30], Gen.Int[-1, 30])
        .Where(ends => ends.Item1 < 0 || ends.Item2 < 0 || ends.Item1 <= ends.Item2)
        .Select(ends => new DayRange(At(ends.Item1), At(ends.Item2)));

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var texts = Gen.String[Gen.Char["aB ,\"\né_'"], 0, 8];
        Gen.Select(texts, Gen.Enum<ParticipantRole>(), Ranges)
            .Array[0, 20]
            .Sample(cells =>
            {
                var rows = cells.Select((cell, i) => new Participant($"P{i}", cell.Item1, cell.Item2, cell.Item3)).ToArray();
                Assert.Equal(rows, ReferenceSets.Participants.Parse(ReferenceSets.Participants.Write(rows)));
            });
        Gen.Select(Gen.Int[1, 9_999_999], Gen.Bool, Ranges)
            .Array[0, 20]
            .Sample(cells =>
            {
                var rows = cells
                    .Select((cell, i) => new TransmissionLossFactor($"{i}", (cell.Item2 ? -1 : 1) * cell.Item1 / 10_000_000m, cell.Item3))
                    .ToArray();
                Assert.Equal(rows, ReferenceSets.TransmissionLossFactors.Parse(ReferenceSets.TransmissionLossFactors.Write(rows)));
            });
        Gen.Select(Gen.Int[1, 50], Gen.Int[1, 50], Gen.Bool, Gen.Int[1, 9999], Ranges)
            .Where(cell => cell.Item1 <= cell.Item2)
            .Array[0, 20]
            .Sample(cells =>
            {
                var rows = cells
                    .Select(
                        (cell, i) => new LossFactor("12", $"{i:D3}", cell.Item1, cell.Item3 ? null : cell.Item2, cell.Item4, cell.Item5)
                    )
                    .ToArray();
                Assert.Equal(rows, ReferenceSets.LossFactors.Parse(ReferenceSets.LossFactors.Write(rows)));
            });
        Gen.Select(Gen.Int[-100, 100], Gen.Enum<Flow>(), Gen.Enum<MarketSegment>(), Gen.Bool, Gen.Bool, Ranges)
            .Array[0, 20]
            .Sample(cells =>
            {
                var rows = cells
                    .Select(
                        (cell, i) =>
                            new Component(
                                i,
                                cell.Item4 ? cell.Item2 : null,
                                cell.Item3,
                                ConnectionType.HighVoltage,
                                cell.Item5 ? cell.Item4 : null,
                                QualityClass.Estimated,
                                cell.Item5,
                                cell.Item1 / 100m,
                                cell.Item6
                            )
                    )
                    .ToArray();
                Assert.Equal(rows, ReferenceSets.Components.Parse(ReferenceSets.Components.Write(rows)));
            });
    }

    [Fact]
    public void Overlaps_are_refused_exactly_when_comparing_every_pair_finds_one() =>
        Gen.Select(Gen.Int[1, 2], Gen.Int[1, 6], Gen.Int[0, 3], Ranges)
            .Array[0, 8]
            .Sample(
                cells =>
                {
                    var rows = cells
                        .Select(cell => new LossFactor(
                            "12",
                            $"{cell.Item1}",
                            cell.Item2,
                            cell.Item3 == 3 ? null : cell.Item2 + cell.Item3,
                            1000,
                            cell.Item4
                        ))
                        .ToArray();
                    var pairs = (
                        from i in Enumerable.Range(0, rows.Length)
                        from j in Enumerable.Range(0, i)
                        where rows[i].Llfc == rows[j].Llfc && rows[i].InForce.Overlaps(rows[j].InForce)
                        where rows[i].FromPeriod <= (rows[j].ToPeriod ?? 50) && rows[j].FromPeriod <= (rows[i].ToPeriod ?? 50)
                        select (j + 2, i + 2)
                    ).ToHashSet();
                    var csv = ReferenceSets.LossFactors.Write(rows);

                    if (pairs.Count == 0)
                    {
                        Assert.Equal(rows.Length, ReferenceSets.LossFactors.Parse(csv).Count);
                        return;
                    }

                    var refused = Assert.Throws<ReferenceRejectedException>(() => ReferenceSets.LossFactors.Parse(csv));
                    Assert.All(
                        refused.Problems,
                        problem =>
                        {
                            var numbers = problem.Reason.Split(' ');
                            var (one, two) = (int.Parse(numbers[1], null), int.Parse(numbers[3], null));
                            Assert.Contains((Math.Min(one, two), Math.Max(one, two)), pairs);
                            Assert.Equal(two, problem.Row);
                        }
                    );
                },
                iter: 2000
            );

    [Fact]
    public void A_hundred_thousand_rows_of_one_key_are_checked_without_comparing_every_pair()
    {
        var rows = Enumerable
            .Range(0, 100_000)
            .Select(i => new Participant(
                "ALFA",
                "",
                ParticipantRole.Supplier,
                new(SettlementDay.FromNumber(i), SettlementDay.FromNumber(i))
            ));
        Assert.Equal(100_000, ReferenceSets.Participants.Parse(ReferenceSets.Participants.Write(rows)).Count);
    }

    private static SettlementDay? At(int number) => number < 0 ? null : SettlementDay.FromNumber(20_000 + number);
}
