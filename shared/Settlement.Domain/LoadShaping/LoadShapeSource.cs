namespace Settlement.Domain.LoadShaping;

/// <summary>Whose actual values a load shape value is the mean of: the category's own, or, where those are too few, those of the first wider one that has enough.</summary>
public enum LoadShapeSource
{
    /// <summary>The category's own.</summary>
    Own,

    /// <summary>Those of domestic and other premises together.</summary>
    AllPremises,

    /// <summary>Those of the category in all GSP Groups.</summary>
    AllGspGroups,

    /// <summary>There are too few everywhere: there is no value.</summary>
    None,
}

/// <summary>The value of a load shape for a period.</summary>
/// <param name="WattHours">The mean of actual values in Wh, rounded half away from zero; 0 where there is none.</param>
/// <param name="Count">How many actual values the category itself has.</param>
/// <param name="Source">Whose mean it is; anything but <see cref="LoadShapeSource.Own"/> is a default.</param>
public readonly record struct LoadShapeValue(long WattHours, long Count, LoadShapeSource Source);
