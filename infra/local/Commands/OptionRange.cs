using System.CommandLine;
using System.Globalization;

namespace Settlement.Local.Commands;

/// <summary>Limits of numbers, so that one outside them is bad usage.</summary>
internal static class OptionRange
{
    public static Option<int> Between(this Option<int> option, int least, int most)
    {
        Limit(option, least, most);
        return option;
    }

    public static Option<int?> Between(this Option<int?> option, int least, int most)
    {
        Limit(option, least, most);
        return option;
    }

    private static void Limit(Option option, int least, int most) =>
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count != 1)
            {
                return;
            }
            if (!long.TryParse(result.Tokens[0].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
            {
                result.AddError(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{option.Name} is a whole number from {least} to {most}, not '{result.Tokens[0].Value}'."
                    )
                );
                return;
            }
            if (
                long.TryParse(result.Tokens[0].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
                && (value < least || value > most)
            )
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {least} to {most}, not {value}."));
            }
        });
}
