using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>What must have become of an event that a head has moved over.</summary>
public enum MessageVariant
{
    /// <summary>It was taken: its objects are accepted or rejected.</summary>
    Taken,

    /// <summary>It could not be taken and was set aside: it is one reject.</summary>
    SetAside,

    /// <summary>The hub had lost it.</summary>
    Expired,

    /// <summary>It sends a reject again that came again before: nothing of it counts.</summary>
    Repeated,
}

/// <summary>An event of a hub.</summary>
/// <param name="Hub">The Event Hub.</param>
/// <param name="Partition">The partition it is in.</param>
/// <param name="Epoch">How often the partition had been made anew before.</param>
/// <param name="Sequence">Its sequence number.</param>
/// <param name="Enqueued">When the hub took it.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Accepted">By place in the array, whether the object must be accepted; null where the body is not JSON, which is one reject.</param>
/// <param name="ReplayOf">The event and place whose reject it sends again, or null.</param>
/// <param name="Quarantines">Whether implausible values wait aside.</param>
/// <param name="Release">The value that it releases and the name by which it does, or null.</param>
public sealed record HistoryEvent(
    string Hub,
    int Partition,
    int Epoch,
    long Sequence,
    DateTimeOffset Enqueued,
    byte[] Body,
    IReadOnlyList<bool>? Accepted,
    (int Epoch, long Sequence, int Place)? ReplayOf = null,
    bool Quarantines = false,
    (OracleValue Value, string Id)? Release = null
)
{
    /// <summary>Its place among all events of the partition.</summary>
    public (int Epoch, long Sequence) Place => (Epoch, Sequence);

    private IReadOnlyList<OracleValue>? _values;
    private IReadOnlyList<OracleValue>? _quarantined;
    private IReadOnlyList<OracleInput>? _inputs;

    /// <summary>What must have become of it.</summary>
    public MessageVariant Fate { get; set; }

    /// <summary>Its values that count, if it is one of meter readings or releases one.</summary>
    public IReadOnlyList<OracleValue> Values =>
        _values ??= Release is { } release ? [release.Value] : [.. Oracle.Values(this).Where(value => !IsQuarantined(value))];

    /// <summary>Its values that wait aside until they are released.</summary>
    public IReadOnlyList<OracleValue> Quarantined =>
        _quarantined ??= Quarantines && Release is null ? [.. Oracle.Values(this).Where(IsQuarantined)] : [];

    /// <summary>Its market inputs, if it is one of those.</summary>
    public IReadOnlyList<OracleInput> Inputs => _inputs ??= MarketOracle.Inputs(this);

    private bool IsQuarantined(OracleValue value) =>
        Quarantines && value.WattHours > TestMarket.QuarantinedOver && TestMarket.QuarantinedConnections.Contains(value.Cell.Split(' ')[4]);
}
