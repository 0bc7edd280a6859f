using Settlement.Domain.Reference;

namespace Settlement.Ledger.Tests.Doubts;

/// <summary>The reference data of <see cref="TestMarket"/> with parameters of its own.</summary>
internal static class DoubtMarket
{
    public static ReferenceData With(params (string Name, string Value)[] parameters)
    {
        var market = TestMarket.Data;
        return new()
        {
            Versions = market.Versions,
            Participants = market.Participants,
            GspGroups = market.GspGroups,
            BmUnits = market.BmUnits,
            Components = market.Components,
            LossFactors = market.LossFactors,
            TransmissionLossFactors = market.TransmissionLossFactors,
            Timetable = market.Timetable,
            Holidays = market.Holidays,
            Distributors = market.Distributors,
            Registrations = market.Registrations,
            Meters = market.Meters,
            Parameters = [.. parameters.Select(parameter => new Parameter(parameter.Name, parameter.Value, new(null, null)))],
        };
    }
}
