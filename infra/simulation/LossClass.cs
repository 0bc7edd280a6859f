using Settlement.Domain.Calendar;

namespace Settlement.Simulation;

/// <summary>A band of periods in which a class has one factor, in thousandths before the distributor's own offset.</summary>
internal sealed record LossBand(int From, int? To, int Thousandths);

/// <summary>A line loss factor class that every distributor of the simulation has.</summary>
internal sealed record LossClass(string Id, LossBand[] Bands)
{
    /// <summary>From the second simulated day on this class has higher factors, so that a day's own row must be found.</summary>
    public const string ChangingClass = "2";

    /// <summary>A class without factors in the evening; no meter has it, a broken message names it.</summary>
    public const string PartialClass = "P40";

    private const int Change = 3;

    /// <summary>The classes; <c>1</c> and <c>001</c> differ, as codes are text.</summary>
    public static readonly LossClass[] All =
    [
        new("1", [new(1, 14, 1062), new(15, null, 1081)]),
        new(ChangingClass, [new(1, 14, 1052), new(15, 38, 1074), new(39, 50, 1066)]),
        new("001", [new(1, 14, 1066), new(15, null, 1079)]),
        new("L1", [new(1, 12, 1043), new(13, null, 1060)]),
        new("H1", [new(1, 14, 1024), new(15, null, 1031)]),
        new("E1", [new(1, null, 1012)]),
        new("U1", [new(1, 50, 1070)]),
        new("X1", [new(1, null, 991)]),
        new(PartialClass, [new(1, 40, 1050)]),
    ];

    /// <summary>The index in <see cref="All"/> of a class.</summary>
    public static int Index(string id) => Array.FindIndex(All, c => c.Id == id);

    /// <summary>The factor in thousandths of one band at a distributor, before or after the change.</summary>
    public int Thousandths(LossBand band, int distributor, bool changed) =>
        band.Thousandths + ((distributor * 7) % 21) - 10 + (changed && Id == ChangingClass ? Change : 0);

    /// <summary>The factor in thousandths that holds in a period of the day with the given place in the simulation.</summary>
    public int Thousandths(int distributor, int dayIndex, int period)
    {
        foreach (var band in Bands)
        {
            if (period >= band.From && period <= (band.To ?? SettlementDay.MaxPeriods))
            {
                return Thousandths(band, distributor, dayIndex > 0);
            }
        }

        throw new InvalidOperationException($"Class {Id} has no factor in period {period}.");
    }
}
