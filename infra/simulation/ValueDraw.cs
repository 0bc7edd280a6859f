using Settlement.Domain.Market;

namespace Settlement.Simulation;

/// <summary>Draws the values and qualities that a meter's day has before anything happens to it.</summary>
internal static class ValueDraw
{
    public static void Fill(ReadingMessage message, in SimulatedMeter meter, ReportDay day, ref SeededRandom random)
    {
        message.Begin(meter, day);
        var shape = LoadShape.GetWeights(meter.Kind, day.Weekend);
        var level = meter.Vacant ? 0 : meter.WhPerHalfHour * LoadShape.Season(meter.Kind, day.Date.Month) * random.Between(0.85, 1.15);
        var lively = meter.Kind is LoadKind.Household;
        for (var i = 0; i < message.Count; i++)
        {
            // One draw serves both the common spread and the rare boiling kettle.
            var draw = random.Next();
            var unit = (draw >> 40) * (1.0 / (1 << 24));
            var noise = lively ? (0.35 + unit) * ((draw & 31) == 0 ? 4 : 1) : 0.9 + (0.2 * unit);
            message.Wh[i] = (long)((level * shape[day.HalfHour[day.From + i]] * noise) + 0.5);
        }

        DrawQualities(message, meter.Vacant, ref random);
    }

    private static void DrawQualities(ReadingMessage message, bool vacant, ref SeededRandom random)
    {
        message.Qualities[0] = vacant ? Quality.Z : Quality.A;
        if (vacant)
        {
            return;
        }
        var draw = random.Unit();
        if (draw < Rates.WholeDayEstimated)
        {
            message.Qualities[0] = Estimate(ref random);
            return;
        }

        var some = draw < Rates.WholeDayEstimated + Rates.SomeEstimated;
        if (!some && draw >= Rates.WholeDayEstimated + Rates.SomeEstimated + Rates.SomeKnownZero)
        {
            return;
        }
        message.Mixed = true;
        for (var i = 0; i < message.Count; i++)
        {
            message.Qualities[i] = Quality.A;
            if (!random.Chance(Rates.EstimatedValue))
            {
                continue;
            }
            message.Qualities[i] = some ? Estimate(ref random) : Quality.Z;
            if (!some)
            {
                message.Wh[i] = 0;
            }
        }
    }

    private static Quality Estimate(ref SeededRandom random) => Quality.E1 + random.Below(6);
}
