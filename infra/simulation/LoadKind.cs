namespace Settlement.Simulation;

/// <summary>What is behind a meter; decides size, shape, segment, connection and loss class.</summary>
public enum LoadKind
{
    Household,
    SmallBusiness,
    LargeLowVoltage,
    HighVoltage,
    ExtraHighVoltage,
    StreetLight,
    RoofSolar,
    SolarPark,
}
