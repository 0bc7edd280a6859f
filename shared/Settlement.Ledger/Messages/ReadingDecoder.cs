using System.Text;
using System.Text.Json;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Ledger.Batches;

namespace Settlement.Ledger.Messages;

/// <summary>
/// Decodes and checks messages of meter readings (contract: Event Hub <c>readings</c>). Every failure of an object is found in one pass
/// over its fields; a check that needs a field which could not be read is not made.
/// </summary>
internal sealed class ReadingDecoder(ReferenceData reference)
    : BodyReader(
        new JsonFields(
            "mpan",
            "day",
            "clock",
            "from",
            "kwh",
            "quality",
            "flow",
            "supplier",
            "gspGroup",
            "llfc",
            "segment",
            "connection",
            "domestic",
            "revision"
        )
    )
{
    public const int MpanField = 0,
        FromField = 3,
        KwhField = 4,
        QualityField = 5;

    private const int DayField = 1,
        ClockField = 2,
        FlowField = 6,
        SupplierField = 7,
        GspGroupField = 8,
        LlfcField = 9,
        SegmentField = 10,
        ConnectionField = 11,
        DomesticField = 12,
        RevisionField = 13;

    private const int MaxValues = 50;
    private const int ShortestDay = 46;
    private const int KwhDecimals = 3;
    private const long MaxKwh = 10_000_000;
    private const long FarOutside = 1_000;

    private static readonly int[] Required =
    [
        MpanField,
        DayField,
        KwhField,
        QualityField,
        SupplierField,
        GspGroupField,
        LlfcField,
        SegmentField,
        ConnectionField,
    ];
    private static readonly string[] Clocks = ["local", "utc"];

    /// <summary>Beyond so many cells, days apart, the decoder starts anew: more than the market has within a few weeks.</summary>
    private const int MaxCells = 65_536;

    private readonly Utf8Pool _strings = new();
    private readonly TemplateDecoder _usual = new(reference);
    private readonly long[] _wattHours = new long[MaxValues];
    private readonly Quality[] _qualities = new Quality[MaxValues];
    private readonly ReadingBatch _batch = new();

    /// <summary>A bit for each value that is not 0, refused ones included.</summary>
    private ulong _notZero;

    private ReadingBatch.Mark _eventStart;
    private MessageWindow? _window;
    private RejectReasons _reasons;

    /// <summary>The reference data that messages are checked with.</summary>
    public ReferenceData Reference => reference;

    /// <summary>Whether messages of the usual form are read on the fast path; without it, all are read in full, with the same outcome.</summary>
    public bool FastPath { get; init; } = true;

    /// <summary>How many objects have been read on the fast path since the decoder was made.</summary>
    public long ReadOnFastPath { get; private set; }

    /// <summary>Decodes events in their order.</summary>
    /// <returns>The batch, which the next call uses again.</returns>
    public ReadingBatch Decode(IReadOnlyList<HubEvent> events)
    {
        _batch.Clear();
        if (_batch.Cells.Count > MaxCells)
        {
            _batch.ForgetCells();
            _usual.Forget();
        }

        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i];
            _eventStart = _batch.Here();
            _batch.Begin(new RowEvent(e.Position, e.Enqueued.UtcTicks));
            if (_window?.Covers(e.Enqueued) != true)
            {
                _window = MessageWindow.At(e.Enqueued);
            }
            ReadBody(e);
        }

        return _batch;
    }

    protected override int ReadUsualObject(in HubEvent source, int place, ReadOnlySpan<byte> text)
    {
        var length = FastPath ? _usual.Read(text, _window!, place, _batch) : 0;
        ReadOnFastPath += length > 0 ? 1 : 0;
        return length;
    }

    protected override void RollBack(in HubEvent source) => _batch.RollBackTo(_eventStart);

    protected override void AddReject(
        in HubEvent source,
        int place,
        RejectReasons reasons,
        ReadOnlyMemory<byte> text,
        string? day,
        string? mpan
    ) => _batch.Add(new Reject(source.Position, place, source.Enqueued, day, mpan, reasons, text));

    protected override void ReadObject(in HubEvent source, int place, ReadOnlySpan<byte> body, ReadOnlyMemory<byte> text)
    {
        _reasons = RejectReasons.None;
        foreach (var field in Required)
        {
            if (!Fields[field].IsPresent)
            {
                _reasons |= RejectReasons.MissingField;
            }
        }

        var mpanText = ReadString(MpanField, body);
        var day = ReadDay(body);
        var clock = ReadWord(ClockField, body, Clocks, 0);
        var from = ReadInteger(FromField, body, 1);
        var values = ReadValues(body);
        var quality = ReadQualities(body, values);
        var flow = ReadCode<Flow>(FlowField, body, Flow.Import);
        var supplier = ReadString(SupplierField, body);
        var gspGroup = ReadString(GspGroupField, body);
        var llfc = ReadString(LlfcField, body);
        var segment = ReadCode<MarketSegment>(SegmentField, body, null);
        var connection = ReadCode<ConnectionType>(ConnectionField, body, null);
        var domestic = ReadBoolean(DomesticField, false);
        var revision = ReadInteger(RevisionField, body, 0);

        Mpan mpan = default;
        if (mpanText is not null && !Mpan.TryParse(mpanText, out mpan))
        {
            _reasons |= RejectReasons.BadMpan;
        }
        if (revision < 0)
        {
            _reasons |= RejectReasons.Negative;
        }
        if (Fields[RevisionField].IsIntegerTooLarge(body))
        {
            _reasons |= RejectReasons.TooLarge;
        }
        CheckKnownZeros(values, quality);
        var span = Locate(day, clock, from, values);
        if (span is { } placed)
        {
            CheckDays(
                placed,
                values!.Value,
                quality,
                flow,
                supplier,
                gspGroup,
                llfc,
                segment,
                connection,
                domestic,
                DistributorOf(mpanText)
            );
        }

        if (_reasons != RejectReasons.None)
        {
            AddReject(source, place, _reasons, text, Fields[DayField].IsString ? TextOf(DayField, body) : null, mpanText);
            return;
        }

        _batch.CountAccepted();
        var cell = new SettlementCell(
            gspGroup!,
            supplier!,
            flow!.Value,
            segment!.Value,
            connection!.Value,
            domestic!.Value,
            mpan.Distributor,
            llfc!
        );
        if (IsShortDay(clock == 1, span!.Value.From, values!.Value, span.Value.ClockPeriods))
        {
            _batch.AddShortDay(
                _batch.CellOf(span.Value.First.Number, cell),
                mpan,
                values.Value,
                span.Value.ClockPeriods,
                revision!.Value,
                place
            );
        }
        AddRows(span.Value, values.Value, cell, mpan, revision!.Value, place);
        if (FastPath)
        {
            _usual.Learn(
                text.Span,
                Fields,
                span.Value,
                utc: clock == 1,
                cell,
                Fields[QualityField].IsString ? _qualities[0] : null,
                revision.Value,
                _batch
            );
        }
    }

    /// <summary>
    /// Whether values are meant for a whole local day and do not fill it: a feed that always has 48 slots puts an hour of the day of 50 periods
    /// into the wrong ones. Fewer values than the shortest day has are a part of a day.
    /// </summary>
    public static bool IsShortDay(bool utc, long from, int values, int periods) =>
        !utc && from == 1 && values >= ShortestDay && values < periods;

    private void CheckKnownZeros(int? values, QualityRead quality)
    {
        for (var i = 0; i < Math.Min(values ?? 0, MaxValues); i++)
        {
            if (quality.Knows(i) && _qualities[i] == Quality.Z && (_notZero & (1UL << i)) != 0)
            {
                _reasons |= RejectReasons.NotZero;
            }
        }
    }

    private SettlementSpan? Locate(SettlementDay? day, int? clock, long? from, int? values)
    {
        if (from < 1)
        {
            _reasons |= RejectReasons.PeriodNotInDay;
        }
        if (day is not { } d || clock is not { } c || from is not { } wanted || values is not { } count)
        {
            return null;
        }
        var f = Math.Clamp(wanted, -FarOutside, FarOutside);
        var utc = c == 1;
        var periods = utc ? SettlementDay.UtcPeriods : d.Periods;
        if (count > 0 && f > periods - count + 1)
        {
            _reasons |= RejectReasons.PeriodNotInDay;
        }
        if (IsShortDay(utc, f, count, periods) && reference.On(d).RejectsShortDays)
        {
            _reasons |= RejectReasons.ShortDay;
        }
        var first = utc ? SettlementDay.PeriodOfUtcDay(d.Date, 1) : new SettlementPeriod(d, 1);
        return new SettlementSpan(first.Day, first.Period, first.Day.Periods, f, periods);
    }

    /// <summary>Makes the checks that depend on reference data and the calendar, for each Settlement Day that gets a value.</summary>
    private void CheckDays(
        SettlementSpan span,
        int values,
        QualityRead quality,
        Flow? flow,
        string? supplier,
        string? gspGroup,
        string? llfc,
        MarketSegment? segment,
        ConnectionType? connection,
        bool? domestic,
        string? distributor
    )
    {
        for (var half = 0; half < 2; half++)
        {
            var (start, end) = span.Slots(half, Math.Min(values, MaxValues));
            MarketDay? market = null;
            LossFactorProfile? factors = null;
            for (var i = start; i < end; i++)
            {
                if (_wattHours[i] == ReadingBatch.NoValue)
                {
                    continue;
                }
                if (market is null)
                {
                    market = reference.On(span.Day(half));
                    _reasons |= _window!.Check(market.Day);
                    if (supplier is not null && !market.IsSupplier(supplier))
                    {
                        _reasons |= RejectReasons.SupplierUnknown;
                    }
                    if (gspGroup is not null && !market.IsGspGroup(gspGroup))
                    {
                        _reasons |= RejectReasons.GspGroupUnknown;
                    }
                    if (distributor is not null && llfc is not null)
                    {
                        factors = market.LossFactors(distributor, llfc);
                    }
                }

                if (distributor is not null && llfc is not null && (factors is null || factors.Thousandths(span.Period(i)) == 0))
                {
                    _reasons |= RejectReasons.LossClassUnknown;
                }
                if (
                    quality.Knows(i)
                    && flow is { } f
                    && segment is { } s
                    && connection is { } c
                    && domestic is { } d
                    && (
                        market.Consumption(f, s, c, d, _qualities[i].Class()) is null
                        || market.Losses(f, s, c, d, _qualities[i].Class()) is null
                    )
                )
                {
                    _reasons |= RejectReasons.ComponentUnknown;
                }
            }
        }
    }

    private void AddRows(SettlementSpan span, int values, SettlementCell cell, Mpan mpan, long revision, int place)
    {
        for (var half = 0; half < 2; half++)
        {
            var (start, end) = span.Slots(half, values);
            ReportImplausible(span, half, start, end, cell, mpan, revision, place);
            while (start < end && _wattHours[start] == ReadingBatch.NoValue)
            {
                start++;
            }
            while (end > start && _wattHours[end - 1] == ReadingBatch.NoValue)
            {
                end--;
            }
            if (start == end)
            {
                continue;
            }
            ulong nulls = 0;
            for (var i = start; i < end; i++)
            {
                if (_wattHours[i] == ReadingBatch.NoValue)
                {
                    (nulls, _wattHours[i]) = (nulls | (1UL << (i - start)), 0);
                }
            }

            _batch.Add(
                _batch.CellOf(span.Day(half).Number, cell),
                mpan,
                span.Period(start),
                _wattHours.AsSpan(start, end - start),
                nulls,
                _qualities.AsSpan(start, end - start),
                revision,
                place
            );
        }
    }

    /// <summary>Tells the values over the limit, and takes them out where they are to wait.</summary>
    private void ReportImplausible(
        SettlementSpan span,
        int half,
        int start,
        int end,
        SettlementCell cell,
        Mpan mpan,
        long revision,
        int place
    )
    {
        if (start >= end)
        {
            return;
        }
        var day = span.Day(half);
        var market = reference.On(day);
        var limit = market.PlausibleWattHours(cell.Connection, cell.Flow);
        for (var i = start; i < end; i++)
        {
            if (_wattHours[i] <= limit)
            {
                continue;
            }
            _batch.AddImplausible(
                _batch.CellOf(day.Number, cell),
                mpan,
                span.Period(i),
                _qualities[i],
                _wattHours[i],
                limit,
                market.QuarantinesImplausible,
                revision,
                place
            );
            if (market.QuarantinesImplausible)
            {
                _wattHours[i] = ReadingBatch.NoValue;
            }
        }
    }

    private string? ReadString(int field, ReadOnlySpan<byte> body) => Is(field, JsonTokenType.String) ? TextOf(field, body) : null;

    private string TextOf(int field, ReadOnlySpan<byte> body) =>
        field == MpanField ? Encoding.UTF8.GetString(Fields[field].Text(body)) : _strings.Get(Fields[field].Text(body));

    private SettlementDay? ReadDay(ReadOnlySpan<byte> body)
    {
        if (!Is(DayField, JsonTokenType.String))
        {
            return null;
        }
        if (SettlementDay.TryParse(TextOf(DayField, body), out var day))
        {
            return day;
        }
        _reasons |= RejectReasons.WrongType;
        return null;
    }

    private long? ReadInteger(int field, ReadOnlySpan<byte> body, long absent)
    {
        if (!Fields[field].IsPresent)
        {
            return absent;
        }
        if (Fields[field].TryInteger(body, out var value))
        {
            return value;
        }
        _reasons |= RejectReasons.WrongType;
        return null;
    }

    private bool? ReadBoolean(int field, bool absent)
    {
        switch (Fields[field].Kind)
        {
            case JsonTokenType.None:
                return absent;
            case JsonTokenType.True or JsonTokenType.False:
                return Fields[field].Kind == JsonTokenType.True;
            default:
                _reasons |= RejectReasons.WrongType;
                return null;
        }
    }

    private int? ReadWord(int field, ReadOnlySpan<byte> body, string[] words, int absent)
    {
        if (!Fields[field].IsPresent)
        {
            return absent;
        }
        if (!Is(field, JsonTokenType.String))
        {
            return null;
        }
        var index = Array.IndexOf(words, TextOf(field, body));
        if (index >= 0)
        {
            return index;
        }
        _reasons |= RejectReasons.UnknownValue;
        return null;
    }

    private T? ReadCode<T>(int field, ReadOnlySpan<byte> body, T? absent)
        where T : struct, Enum
    {
        if (!Fields[field].IsPresent)
        {
            return absent;
        }
        if (!Is(field, JsonTokenType.String))
        {
            return null;
        }
        if (CodeText.TryParse<T>(TextOf(field, body), out var value))
        {
            return value;
        }
        _reasons |= RejectReasons.UnknownValue;
        return null;
    }

    /// <summary>Reads the values; the count, or null where one is neither a number nor null.</summary>
    private int? ReadValues(ReadOnlySpan<byte> body)
    {
        if (!Is(KwhField, JsonTokenType.StartArray))
        {
            return null;
        }
        var reader = new Utf8JsonReader(Fields[KwhField].Raw(body), JsonText.Options);
        reader.Read();
        var count = 0;
        var found = RejectReasons.None;
        _notZero = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            var wattHours = ReadingBatch.NoValue;
            var notZero = false;
            switch (reader.TokenType)
            {
                case JsonTokenType.Null:
                    break;
                case JsonTokenType.Number:
                    var number = ScaledNumber.Read(reader.ValueSpan, KwhDecimals, MaxKwh);
                    found |=
                        (number.TooManyDecimals ? RejectReasons.TooManyDecimals : 0)
                        | (number.TooLarge && !number.Negative ? RejectReasons.TooLarge : 0)
                        | (number.Negative ? RejectReasons.Negative : 0);
                    wattHours = Math.Max(0, number.Scaled);
                    notZero = number is not { Scaled: 0, TooManyDecimals: false, TooLarge: false, Negative: false };
                    break;
                default:
                    _reasons |= RejectReasons.WrongType;
                    return null;
            }

            if (count < MaxValues)
            {
                _wattHours[count] = wattHours;
                _notZero |= notZero ? 1UL << count : 0;
            }
        }

        if (count is 0 or > MaxValues)
        {
            found |= RejectReasons.WrongLength;
        }
        _reasons |= found;
        return count;
    }

    /// <summary>Reads the qualities: one for all values, or one each.</summary>
    private QualityRead ReadQualities(ReadOnlySpan<byte> body, int? values)
    {
        var field = Fields[QualityField];
        if (field.IsString)
        {
            if (ReadCode<Quality>(QualityField, body, null) is not { } all)
            {
                return default;
            }
            Array.Fill(_qualities, all);
            return new QualityRead(MaxValues);
        }

        if (!Is(QualityField, JsonTokenType.StartArray))
        {
            return default;
        }
        var reader = new Utf8JsonReader(field.Raw(body), JsonText.Options);
        reader.Read();
        var count = 0;
        var readable = true;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                _reasons |= RejectReasons.WrongType;
                return default;
            }

            var word = reader.ValueIsEscaped
                ? JsonText.Unescape(
                    body.Slice(field.Start + (int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex))
                )
                : reader.ValueSpan;
            if (!CodeText.TryParse<Quality>(_strings.Get(word), out var quality))
            {
                readable = false;
            }
            else if (count < MaxValues)
            {
                _qualities[count] = quality;
            }
        }

        if (!readable)
        {
            _reasons |= RejectReasons.UnknownValue;
            return default;
        }

        if (values is { } expected && count != expected)
        {
            _reasons |= RejectReasons.WrongLength;
        }
        return new QualityRead(count);
    }

    private bool Is(int field, JsonTokenType kind)
    {
        var actual = Fields[field].Kind;
        if (actual != JsonTokenType.None && actual != kind)
        {
            _reasons |= RejectReasons.WrongType;
        }
        return actual == kind;
    }

    private static string? DistributorOf(string? mpan) =>
        mpan is { Length: >= 2 } && char.IsAsciiDigit(mpan[0]) && char.IsAsciiDigit(mpan[1]) ? mpan[..2] : null;

    /// <summary>For how many values a quality was read.</summary>
    private readonly record struct QualityRead(int Count)
    {
        public bool Knows(int value) => value < Count;
    }
}
