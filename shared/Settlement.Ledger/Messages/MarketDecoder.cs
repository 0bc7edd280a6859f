using System.Text.Json;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Ledger.Batches;

namespace Settlement.Ledger.Messages;

/// <summary>What a batch of market events came to.</summary>
internal sealed class MarketBatch
{
    /// <summary>The accepted messages, in the order of their arrival.</summary>
    public List<MarketRow> Rows { get; } = [];

    /// <summary>The rejects, in the order of their arrival.</summary>
    public List<Reject> Rejects { get; } = [];
}

/// <summary>
/// Decodes and checks market messages (contract: Event Hub <c>market</c>) in the same way as readings: every failure at once,
/// no check on a field that could not be read.
/// </summary>
internal sealed class MarketDecoder(ReferenceData reference)
    : BodyReader(
        new JsonFields(
            "type",
            "day",
            "period",
            "revision",
            "gspGroup",
            "mwh",
            "estimated",
            "buy",
            "sell",
            "bmUnit",
            "id",
            "seller",
            "sellerAccount",
            "buyer",
            "buyerAccount"
        )
    )
{
    private const int TypeField = 0,
        DayField = 1,
        PeriodField = 2,
        RevisionField = 3,
        GspGroupField = 4,
        MwhField = 5,
        EstimatedField = 6,
        BuyField = 7,
        SellField = 8,
        BmUnitField = 9,
        IdField = 10,
        SellerField = 11,
        SellerAccountField = 12,
        BuyerField = 13,
        BuyerAccountField = 14;

    private const int MwhDecimals = 6,
        PriceDecimals = 5;
    private const long MaxMwh = 1_000_000,
        MaxPrice = 100_000;

    private static readonly string[] Types = ["gspGroupTake", "systemPrice", "bmUnitVolume", "contract", "balancing"];

    private readonly Utf8Pool _strings = new();
    private MarketBatch _batch = new();
    private (int Rows, int Rejects) _eventStart;
    private MessageWindow? _window;
    private RejectReasons _reasons;

    /// <summary>Decodes events into a batch, in their order.</summary>
    public MarketBatch Decode(IEnumerable<HubEvent> events)
    {
        _batch = new MarketBatch();
        foreach (var e in events)
        {
            _eventStart = (_batch.Rows.Count, _batch.Rejects.Count);
            _window = _window?.Covers(e.Enqueued) == true ? _window : MessageWindow.At(e.Enqueued);
            ReadBody(e);
        }

        return _batch;
    }

    protected override void RollBack(in HubEvent source)
    {
        _batch.Rows.RemoveRange(_eventStart.Rows, _batch.Rows.Count - _eventStart.Rows);
        _batch.Rejects.RemoveRange(_eventStart.Rejects, _batch.Rejects.Count - _eventStart.Rejects);
    }

    protected override void AddReject(
        in HubEvent source,
        int place,
        RejectReasons reasons,
        ReadOnlyMemory<byte> text,
        string? day,
        string? mpan
    ) => _batch.Rejects.Add(new Reject(source.Position, place, source.Enqueued, day, mpan, reasons, text));

    protected override void ReadObject(in HubEvent source, int place, ReadOnlySpan<byte> body, ReadOnlyMemory<byte> text)
    {
        _reasons = RejectReasons.None;
        var type = ReadType(body);
        var day = ReadDay(body);
        var period = ReadInteger(PeriodField, body, null);
        var revision = ReadInteger(RevisionField, body, 0);
        if (revision < 0)
        {
            _reasons |= RejectReasons.Negative;
        }
        if (Fields[RevisionField].IsIntegerTooLarge(body))
        {
            _reasons |= RejectReasons.TooLarge;
        }
        if (period < 1 || (day is { } d && period > d.Periods))
        {
            _reasons |= RejectReasons.PeriodNotInDay;
        }
        if (day is { } late)
        {
            _reasons |=
                _window!.Check(late)
                & ~(type is MarketMessageType.Contract or MarketMessageType.SystemPrice or null ? RejectReasons.DayInFuture : 0);
        }

        var row = new MarketRow(
            default,
            0,
            0,
            string.Empty,
            0,
            0,
            false,
            null,
            revision ?? 0,
            source.Enqueued.UtcTicks,
            source.Position,
            place
        );
        var market = day is { } known ? reference.On(known) : null;
        row = type switch
        {
            MarketMessageType.GspGroupTake => ReadTake(row, body, market),
            MarketMessageType.SystemPrice => ReadPrice(row, body),
            MarketMessageType.BmUnitVolume => ReadUnit(row, body, market, metered: true),
            MarketMessageType.Balancing => ReadUnit(row, body, market, metered: false),
            MarketMessageType.Contract => ReadContract(row, body, market),
            _ => row,
        };

        if (_reasons != RejectReasons.None)
        {
            AddReject(source, place, _reasons, text, Fields[DayField].IsString ? TextOf(DayField, body) : null, null);
        }
        else
        {
            _batch.Rows.Add(row with { Type = type!.Value, Day = day!.Value.Number, Period = (int)period!.Value });
        }
    }

    private MarketRow ReadTake(MarketRow row, ReadOnlySpan<byte> body, MarketDay? market)
    {
        var group = ReadText(GspGroupField, body);
        if (group is not null && market is not null && !market.IsGspGroup(group))
        {
            _reasons |= RejectReasons.GspGroupUnknown;
        }
        return row with
        {
            Key = group ?? string.Empty,
            A = ReadAmount(MwhField, body, MwhDecimals, MaxMwh),
            Estimated = ReadBoolean(EstimatedField),
        };
    }

    private MarketRow ReadPrice(MarketRow row, ReadOnlySpan<byte> body) =>
        row with
        {
            A = ReadAmount(BuyField, body, PriceDecimals, MaxPrice),
            B = ReadAmount(SellField, body, PriceDecimals, MaxPrice),
        };

    private MarketRow ReadUnit(MarketRow row, ReadOnlySpan<byte> body, MarketDay? market, bool metered)
    {
        var unit = ReadText(BmUnitField, body);
        if (unit is not null && market is not null)
        {
            var known = market.FindBmUnit(unit);
            if (known is null)
            {
                _reasons |= RejectReasons.BmUnitUnknown;
            }
            else if (metered && known.Kind == BmUnitKind.Supplier)
            {
                _reasons |= RejectReasons.BmUnitNotMetered;
            }
        }

        return row with
        {
            Key = unit ?? string.Empty,
            A = ReadAmount(MwhField, body, MwhDecimals, MaxMwh),
        };
    }

    private MarketRow ReadContract(MarketRow row, ReadOnlySpan<byte> body, MarketDay? market)
    {
        var id = ReadText(IdField, body);
        var seller = ReadParty(SellerField, body, market);
        var buyer = ReadParty(BuyerField, body, market);
        var sellerAccount = ReadAccount(SellerAccountField, body);
        var buyerAccount = ReadAccount(BuyerAccountField, body);
        var amount = ReadAmount(MwhField, body, MwhDecimals, MaxMwh, negativeAllowed: false);
        return row with
        {
            Key = id ?? string.Empty,
            A = amount,
            Trade = new TradeParties(seller ?? string.Empty, sellerAccount, buyer ?? string.Empty, buyerAccount),
        };
    }

    private string? ReadParty(int field, ReadOnlySpan<byte> body, MarketDay? market)
    {
        var party = ReadText(field, body);
        if (party is not null && market is not null && !market.IsParticipant(party))
        {
            _reasons |= RejectReasons.PartyUnknown;
        }
        return party;
    }

    private EnergyAccount ReadAccount(int field, ReadOnlySpan<byte> body)
    {
        if (ReadText(field, body) is not { } text)
        {
            return default;
        }
        if (!CodeText.TryParse<EnergyAccount>(text, out var account))
        {
            _reasons |= RejectReasons.UnknownValue;
        }
        return account;
    }

    private decimal ReadAmount(int field, ReadOnlySpan<byte> body, int decimals, long limit, bool negativeAllowed = true)
    {
        if (!IsRequired(field, JsonTokenType.Number))
        {
            return 0;
        }
        var number = ScaledNumber.Read(Fields[field].Raw(body), decimals, limit);
        _reasons |=
            (number.TooManyDecimals ? RejectReasons.TooManyDecimals : 0)
            | (number.TooLarge ? RejectReasons.TooLarge : 0)
            | (number.Negative && !negativeAllowed ? RejectReasons.Negative : 0);
        return number.Scaled * new decimal(1, 0, 0, false, (byte)decimals);
    }

    private MarketMessageType? ReadType(ReadOnlySpan<byte> body)
    {
        var text = ReadText(TypeField, body);
        var index = text is null ? -1 : Array.IndexOf(Types, text);
        if (text is not null && index < 0)
        {
            _reasons |= RejectReasons.UnknownValue;
        }
        return index < 0 ? null : (MarketMessageType)index;
    }

    private SettlementDay? ReadDay(ReadOnlySpan<byte> body)
    {
        if (ReadText(DayField, body) is not { } text)
        {
            return null;
        }
        if (SettlementDay.TryParse(text, out var day))
        {
            return day;
        }
        _reasons |= RejectReasons.WrongType;
        return null;
    }

    private long? ReadInteger(int field, ReadOnlySpan<byte> body, long? absent)
    {
        if (!Fields[field].IsPresent)
        {
            if (absent is null)
            {
                _reasons |= RejectReasons.MissingField;
            }
            return absent;
        }

        if (Fields[field].TryInteger(body, out var value))
        {
            return value;
        }
        _reasons |= RejectReasons.WrongType;
        return null;
    }

    private bool ReadBoolean(int field)
    {
        if (Fields[field].Kind is not (JsonTokenType.None or JsonTokenType.True or JsonTokenType.False))
        {
            _reasons |= RejectReasons.WrongType;
        }
        return Fields[field].Kind == JsonTokenType.True;
    }

    private string? ReadText(int field, ReadOnlySpan<byte> body) => IsRequired(field, JsonTokenType.String) ? TextOf(field, body) : null;

    private string TextOf(int field, ReadOnlySpan<byte> body) => _strings.Get(Fields[field].Text(body));

    private bool IsRequired(int field, JsonTokenType kind)
    {
        var actual = Fields[field].Kind;
        if (actual == JsonTokenType.None)
        {
            _reasons |= RejectReasons.MissingField;
        }
        else if (actual != kind)
        {
            _reasons |= RejectReasons.WrongType;
        }
        return actual == kind;
    }
}
