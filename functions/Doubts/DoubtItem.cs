using System.Globalization;
using System.Text.Json.Serialization;
using NodaTime;
using Settlement.Domain;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Doubts;
using Settlement.Runs.Doubts;

namespace Settlement.Functions.Doubts;

/// <summary>A doubtful value, message or meter.</summary>
/// <param name="Id">Its name; of a changed flow it names the day and the meter.</param>
/// <param name="Code">What is doubtful.</param>
/// <param name="State"><c>counts</c>: it is in the figures unless it was corrected; <c>waiting</c>: it is set aside; <c>released</c>.</param>
/// <param name="Day">The Settlement Day.</param>
/// <param name="Period">The period; null where it is the whole message.</param>
/// <param name="Mpan">The meter.</param>
/// <param name="Supplier">The supplier that the message named.</param>
/// <param name="GspGroup">The GSP Group.</param>
/// <param name="Connection">The connection type.</param>
/// <param name="Flow">Import or export.</param>
/// <param name="Kwh">Of an implausible value: the value as received.</param>
/// <param name="LimitKwh">Of an implausible value: its limit.</param>
/// <param name="Quality">Of an implausible value: its quality.</param>
/// <param name="Values">Of a short day: how many values the message has; of a changed flow: how many periods it is about.</param>
/// <param name="Periods">Of a short day: how many periods the day has.</param>
/// <param name="ReplacedFlow">Of a changed flow: the flow whose energy counts nowhere.</param>
/// <param name="Revision">The message's revision.</param>
/// <param name="Arrived">When its event was enqueued.</param>
internal sealed record DoubtItem(
    string Id,
    string Code,
    string State,
    string Day,
    int? Period,
    string Mpan,
    string Supplier,
    string GspGroup,
    string Connection,
    Flow Flow,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Kwh,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? LimitKwh,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Quality? Quality,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Values,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Periods,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Flow? ReplacedFlow,
    long Revision,
    Instant Arrived
)
{
    public static DoubtItem FromStored(in StoredDoubt stored)
    {
        var doubt = stored.Doubt;
        var isValue = doubt.Code == DoubtCode.ImplausibleValue;
        return new(
            doubt.Id.ToString(),
            doubt.Code.ToText(),
            stored.IsWaiting ? "waiting"
                : doubt.IsQuarantined ? "released"
                : "counts",
            doubt.Id.Day.ToString(),
            isValue ? doubt.Period : null,
            doubt.Mpan.ToString(),
            doubt.Cell.Supplier,
            doubt.Cell.GspGroup,
            doubt.Cell.Connection.Text(),
            doubt.Cell.Flow,
            isValue ? doubt.Amount * EnergyUnits.KwhPerWattHour : null,
            isValue ? doubt.Limit * EnergyUnits.KwhPerWattHour : null,
            isValue ? doubt.Quality : null,
            isValue ? null : doubt.Amount,
            isValue ? null : doubt.Limit,
            null,
            doubt.Version.Revision,
            Instant.FromDateTimeUtc(new DateTime(doubt.Version.Enqueued, DateTimeKind.Utc))
        );
    }

    public static DoubtItem FromFlow(string day, ChangedFlow change) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"{day}-{DoubtCodes.FlowChanged}-{change.Mpan}"),
            DoubtCodes.FlowChanged,
            "counts",
            day,
            change.Period,
            change.Mpan.ToString(),
            change.Winner.Supplier,
            change.Winner.GspGroup,
            change.Winner.Connection.Text(),
            change.Winner.Flow,
            null,
            null,
            null,
            change.Periods,
            null,
            change.Loser.Flow,
            change.Revision,
            change.Arrived
        );
}
