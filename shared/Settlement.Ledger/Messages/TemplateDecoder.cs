using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Settlement.Domain.Allocation;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Ledger.Batches;

namespace Settlement.Ledger.Messages;

/// <summary>
/// The fast path: accepts messages whose text around the values is that of one which the full reader has accepted before. It never rejects;
/// what it cannot accept is left to the full reader. What it learns holds for one version of the reference data.
/// </summary>
internal sealed class TemplateDecoder(ReferenceData reference)
{
    private readonly ReadingTemplates _templates = new();
    private readonly TemplateReader _reading = new();

    /// <summary>Reads the object that the text starts with into the batch, if it is a usual one and accepted.</summary>
    /// <returns>Its length, or 0 where nothing was done.</returns>
    public int Read(ReadOnlySpan<byte> text, MessageWindow window, int place, ReadingBatch batch)
    {
        if (!_reading.TryCut(text))
        {
            return 0;
        }
        ref readonly var template = ref _templates.Find(_reading.Template);
        if (Unsafe.IsNullRef(in template))
        {
            return 0;
        }

        // From here on bit n stands for period n + 1 of the clock day.
        var before = (_reading.FromAt < 0 ? template.From : _reading.From) - 1;
        if (before + _reading.Count > template.Periods || !KnownZerosAreZero(template.Quality))
        {
            return 0;
        }
        var isShort = ReadingDecoder.IsShortDay(template.Utc, before + 1, _reading.Count, template.Periods);
        if ((isShort && template.RejectsShortDays) || (_reading.AnyBits > template.Plausible && HasImplausible(template.Plausible)))
        {
            return 0;
        }
        var values = _reading.Present << before;
        var estimated = Estimated(template.Quality) << before;
        if ((values & ~estimated & ~template.Actual) != 0 || (values & estimated & ~template.Estimated) != 0)
        {
            return 0;
        }
        var (first, second) = (values & template.OnFirstDay, values & ~template.OnFirstDay);
        if ((first != 0 && !window.Contains(template.FirstDay)) || (second != 0 && !window.Contains(template.SecondDay)))
        {
            return 0;
        }

        batch.CountAccepted();
        if (isShort)
        {
            batch.AddShortDay(template.FirstCell, _reading.Mpan, _reading.Count, template.Periods, template.Revision, place);
        }
        if (first != 0)
        {
            Add(in template, template.FirstCell, first, before, template.Shift, place, batch);
        }
        if (second != 0)
        {
            Add(in template, template.SecondCell, second, before, template.SecondShift, place, batch);
        }
        return _reading.End;
    }

    /// <summary>Remembers what the text around the values of an accepted message means, if it can be distinguished from them.</summary>
    /// <param name="text">The message's text.</param>
    /// <param name="fields">Where its fields stand; they start with the object.</param>
    /// <param name="span">Where its values fall.</param>
    /// <param name="utc">Whether its periods are those of a UTC day.</param>
    /// <param name="cell">Its cell.</param>
    /// <param name="quality">The quality of all its values, or null where each has its own.</param>
    /// <param name="revision">Its revision.</param>
    /// <param name="batch">The batch whose cells the template refers to.</param>
    public void Learn(
        ReadOnlySpan<byte> text,
        JsonFields fields,
        SettlementSpan span,
        bool utc,
        SettlementCell cell,
        Quality? quality,
        long revision,
        ReadingBatch batch
    )
    {
        if (
            !_reading.TryCut(text)
            || !IsCutAsRead(fields)
            || _reading.End != text.Length
            || !Unsafe.IsNullRef(in _templates.Find(_reading.Template))
        )
        {
            return;
        }

        ulong onFirstDay = 0,
            actual = 0,
            estimated = 0;
        var plausible = long.MaxValue;
        var whole = span with { From = 1 };
        for (var half = 0; half < 2; half++)
        {
            var (start, end) = whole.Slots(half, span.ClockPeriods);
            if (start == end)
            {
                continue;
            }
            var market = reference.On(span.Day(half));
            var factors =
                market.IsSupplier(cell.Supplier) && market.IsGspGroup(cell.GspGroup)
                    ? market.LossFactors(cell.DistributorId, cell.Llfc)
                    : null;
            ulong known = 0,
                here = 0;
            for (var bit = start; bit < end; bit++)
            {
                here |= 1UL << bit;
                known |= factors is not null && factors.Thousandths(whole.Period(bit)) != 0 ? 1UL << bit : 0;
            }

            plausible = Math.Min(plausible, market.PlausibleWattHours(cell.Connection, cell.Flow));
            onFirstDay |= half == 0 ? here : 0;
            actual |= HasComponents(market, cell, QualityClass.Actual) ? known : 0;
            estimated |= HasComponents(market, cell, QualityClass.Estimated) ? known : 0;
        }

        var (first, second) = (span.First.Number, span.First.Number + 1);
        _templates.Add(
            _reading.Template,
            new ReadingTemplate(
                first,
                second,
                batch.CellOf(first, cell),
                BitOperations.PopCount(onFirstDay) < span.ClockPeriods ? batch.CellOf(second, cell) : 0,
                onFirstDay,
                span.Shift,
                span.Shift - span.FirstPeriods,
                span.ClockPeriods,
                actual,
                estimated,
                (int)span.From,
                quality,
                revision,
                utc,
                reference.On(span.First).RejectsShortDays,
                plausible
            )
        );
    }

    /// <summary>Forgets everything, for the cells that templates refer to are gone.</summary>
    public void Forget() => _templates.Clear();

    private void Add(in ReadingTemplate template, int cell, ulong values, int before, int shift, int place, ReadingBatch batch)
    {
        var start = BitOperations.TrailingZeroCount(values);
        var length = 64 - BitOperations.LeadingZeroCount(values) - start;
        var nulls = ~(values >> start) & ((1UL << length) - 1);
        var one = template.Quality ?? default;
        var qualities = template.Quality is null
            ? _reading.Qualities.Slice(start - before, length)
            : MemoryMarshal.CreateReadOnlySpan(ref one, 1);
        batch.Add(
            cell,
            _reading.Mpan,
            start + shift,
            _reading.WattHours.Slice(start - before, length),
            nulls,
            qualities,
            template.Revision,
            place
        );
    }

    /// <summary>Whether a value is over a limit; most messages need not be asked, for none of their values can be.</summary>
    private bool HasImplausible(long limit) => _reading.WattHours.IndexOfAnyExceptInRange(0, limit) >= 0;

    private bool KnownZerosAreZero(Quality? one)
    {
        var values = _reading.WattHours[.._reading.Count];
        if (one is { } all)
        {
            return all != Quality.Z || values.IndexOfAnyExcept(0) < 0;
        }
        var qualities = _reading.Qualities;
        for (var i = 0; i < qualities.Length; i++)
        {
            if (qualities[i] == Quality.Z && values[i] != 0)
            {
                return false;
            }
        }

        return true;
    }

    private ulong Estimated(Quality? one)
    {
        if (one is { } all)
        {
            return all.Class() == QualityClass.Estimated ? ulong.MaxValue : 0;
        }
        ulong estimated = 0;
        var qualities = _reading.Qualities;
        for (var i = 0; i < qualities.Length; i++)
        {
            estimated |= (qualities[i].Class() == QualityClass.Estimated ? 1UL : 0) << i;
        }
        return estimated;
    }

    /// <summary>Whether what was cut out are the fields that count, so that other texts with this template are cut at theirs.</summary>
    private bool IsCutAsRead(JsonFields fields)
    {
        var start = fields.Extent.Start;
        var (mpan, from, kwh, quality) = (
            fields[ReadingDecoder.MpanField],
            fields[ReadingDecoder.FromField],
            fields[ReadingDecoder.KwhField],
            fields[ReadingDecoder.QualityField]
        );
        return mpan.Start - start == _reading.MpanAt - 1
            && (_reading.FromAt < 0 || (from.Start - start == _reading.FromAt && from.Length == (_reading.From > 9 ? 2 : 1)))
            && kwh.Start - start == _reading.KwhAt
            && (_reading.QualityAt < 0 ? quality.IsString : quality.Start - start == _reading.QualityAt);
    }

    private static bool HasComponents(MarketDay market, SettlementCell cell, QualityClass quality) =>
        market.Consumption(cell.Flow, cell.Segment, cell.Connection, cell.Domestic, quality) is not null
        && market.Losses(cell.Flow, cell.Segment, cell.Connection, cell.Domestic, quality) is not null;
}
