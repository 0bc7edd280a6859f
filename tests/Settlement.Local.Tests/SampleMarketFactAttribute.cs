namespace Settlement.Local.Tests;

/// <summary>A test on the sample market; without the data it is skipped, and says so.</summary>
internal sealed class SampleMarketFactAttribute : FactAttribute
{
    public SampleMarketFactAttribute()
    {
        if (
            RealData.File("lcl_market/readings.jsonl.gz") is null
            || RealData.File("lcl_smart_meters/lcl_kwh_wide_200meters_20130101_20131031.csv.gz") is null
        )
        {
            Skip = "The public data is not here: set SETTLEMENT_DATA to the folder that holds lcl_market and lcl_smart_meters.";
        }
    }
}
