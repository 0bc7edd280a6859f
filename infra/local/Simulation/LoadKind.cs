namespace Settlement.Local.Simulation;

/// <summary>What is behind a meter; decides size, shape, segment, connection and loss class.</summary>
internal enum LoadKind
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
