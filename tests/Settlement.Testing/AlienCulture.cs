using System.Globalization;

namespace Settlement.Testing;

/// <summary>A culture in which nothing is written or read as anywhere else. Without culture data it is made by hand.</summary>
internal static class AlienCulture
{
    /// <summary>The culture; whoever sets it in an asynchronous method has it for the rest of that method and what it calls.</summary>
    public static CultureInfo Make()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var numbers = culture.NumberFormat;
        numbers.NegativeSign = "¬";
        numbers.PositiveSign = "¤";
        numbers.NumberDecimalSeparator = numbers.PercentDecimalSeparator = numbers.CurrencyDecimalSeparator = ",";
        numbers.NumberGroupSeparator = numbers.PercentGroupSeparator = numbers.CurrencyGroupSeparator = "'";
        numbers.NumberGroupSizes = [2, 1];
        numbers.NumberDecimalDigits = 1;
        numbers.NumberNegativePattern = 3;
        var dates = culture.DateTimeFormat;
        dates.DateSeparator = "|";
        dates.TimeSeparator = "!";
        dates.ShortDatePattern = "dd/yyyy/MM";
        dates.LongTimePattern = "ss:mm:HH";
        dates.FirstDayOfWeek = DayOfWeek.Wednesday;
        return culture;
    }
}
