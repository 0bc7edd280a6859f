using Settlement.Domain.Market;

namespace Settlement.Domain.Reference;

/// <summary>The greatest plausible value of a half hour by connection type and flow.</summary>
internal sealed class PlausibleLimits
{
    private static readonly (ConnectionType Connection, string Import, string Export)[] Names =
    [
        (ConnectionType.WholeCurrent, MarketParameters.PlausibleKwhW, MarketParameters.PlausibleExportKwhW),
        (ConnectionType.LowVoltage, MarketParameters.PlausibleKwhL, MarketParameters.PlausibleExportKwhL),
        (ConnectionType.HighVoltage, MarketParameters.PlausibleKwhH, MarketParameters.PlausibleExportKwhH),
        (ConnectionType.ExtraHighVoltage, MarketParameters.PlausibleKwhE, MarketParameters.PlausibleExportKwhE),
        (ConnectionType.Unmetered, MarketParameters.PlausibleKwhU, MarketParameters.PlausibleExportKwhU),
    ];

    private readonly long[] _wattHours = new long[2 * Names.Length];

    /// <param name="parameter">The value of a parameter.</param>
    public PlausibleLimits(Func<string, decimal> parameter)
    {
        foreach (var (connection, import, export) in Names)
        {
            var imported = parameter(import);
            var exported = parameter(export) is var own and > 0 ? own : imported;
            _wattHours[Index(connection, Flow.Import)] = Limit(imported);
            _wattHours[Index(connection, Flow.Export)] = Limit(exported);
        }
    }

    /// <summary>The limit, Wh; <see cref="long.MaxValue"/> where there is none.</summary>
    public long WattHours(ConnectionType connection, Flow flow) => _wattHours[Index(connection, flow)];

    private static int Index(ConnectionType connection, Flow flow) => (2 * (int)connection) + (int)flow;

    private static long Limit(decimal kwh) =>
        kwh > 0 && kwh < long.MaxValue * EnergyUnits.KwhPerWattHour ? (long)(kwh / EnergyUnits.KwhPerWattHour) : long.MaxValue;
}
