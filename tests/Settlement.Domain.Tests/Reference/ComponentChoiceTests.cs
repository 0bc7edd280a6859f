using CsCheck;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;

namespace Settlement.Domain.Tests.Reference;

public sealed class ComponentChoiceTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");

    private static readonly Gen<Component[]> Components = Gen.Select(
            Nullable(Gen.Enum<Flow>()),
            Nullable(Gen.Enum<MarketSegment>()),
            Nullable(Gen.Enum<ConnectionType>()),
            Nullable(Gen.Bool),
            Nullable(Gen.Enum<QualityClass>()),
            Gen.Bool
        )
        .Array[0, 20]
        .SelectMany(cells =>
            Gen.Shuffle(Enumerable.Range(100, cells.Length).ToArray())
                .Select(ids =>
                    cells
                        .Zip(
                            ids,
                            (cell, id) =>
                                new Component(
                                    id,
                                    cell.Item1,
                                    cell.Item2,
                                    cell.Item3,
                                    cell.Item4,
                                    cell.Item5,
                                    cell.Item6,
                                    1m,
                                    DayRange.Always
                                )
                        )
                        .ToArray()
                )
        );

    [Fact]
    public void The_row_with_most_filled_cells_takes_the_value_and_then_the_smaller_id() =>
        Components.Sample(
            rows =>
            {
                var market = new ReferenceData { Components = rows }.On(Day);
                foreach (var flow in Enum.GetValues<Flow>())
                {
                    foreach (var segment in Enum.GetValues<MarketSegment>())
                    {
                        foreach (var connection in Enum.GetValues<ConnectionType>())
                        {
                            foreach (var domestic in new[] { true, false })
                            {
                                foreach (var quality in Enum.GetValues<QualityClass>())
                                {
                                    Assert.Equal(Expected(false), market.Consumption(flow, segment, connection, domestic, quality)?.Id);
                                    Assert.Equal(Expected(true), market.Losses(flow, segment, connection, domestic, quality)?.Id);

                                    int? Expected(bool losses)
                                    {
                                        Component? best = null;
                                        foreach (var row in rows.Where(row => row.Losses == losses))
                                        {
                                            if (
                                                row.Flow is { } f && f != flow
                                                || row.Segment is { } s && s != segment
                                                || row.Connection is { } c && c != connection
                                                || row.Domestic is { } d && d != domestic
                                                || row.Quality is { } q && q != quality
                                            )
                                            {
                                                continue;
                                            }
                                            if (
                                                best is null
                                                || Filled(row) > Filled(best)
                                                || (Filled(row) == Filled(best) && row.Id < best.Id)
                                            )
                                            {
                                                best = row;
                                            }
                                        }

                                        return best?.Id;
                                    }
                                }
                            }
                        }
                    }
                }
            },
            iter: 200
        );

    [Fact]
    public void A_row_that_is_not_in_force_takes_nothing()
    {
        var until = new Component(100, null, null, null, null, null, false, 1m, new(null, Day));
        var data = new ReferenceData { Components = [until] };

        Assert.Same(
            until,
            data.On(Day).Consumption(Flow.Import, MarketSegment.Smart, ConnectionType.WholeCurrent, true, QualityClass.Actual)
        );
        Assert.Null(
            data.On(Day.Next).Consumption(Flow.Import, MarketSegment.Smart, ConnectionType.WholeCurrent, true, QualityClass.Actual)
        );
        Assert.Null(data.On(Day).Losses(Flow.Import, MarketSegment.Smart, ConnectionType.WholeCurrent, true, QualityClass.Actual));
        Assert.Null(data.On(Day.Next).FindComponent(100));
    }

    private static Gen<T?> Nullable<T>(Gen<T> gen)
        where T : struct => Gen.Bool.SelectMany(some => some ? gen.Select(value => (T?)value) : Gen.Const((T?)null));

    private static int Filled(Component row) =>
        new object?[] { row.Flow, row.Segment, row.Connection, row.Domestic, row.Quality }.Count(cell => cell is not null);
}
