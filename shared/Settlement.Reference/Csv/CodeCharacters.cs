using System.Globalization;

namespace Settlement.Reference.Csv;

/// <summary>Which characters codes are made of, beside those that no code may have in an address.</summary>
internal static class CodeCharacters
{
    /// <summary>Ids of parties and BM Units, as the market writes them: <c>2__AALFA000</c>, <c>T_GENX-1</c>.</summary>
    public static bool IsOfIdentifiers(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    /// <summary>Whether a spreadsheet takes a cell that begins so for a formula.</summary>
    public static bool BeginsFormula(char c) => c is '=' or '+' or '-' or '@' or '\t' or '\r';

    /// <summary>What is wrong with the characters of a code; null where nothing is.</summary>
    public static string? FindFault(string code) =>
        BeginsFormula(code[0]) ? $"begins with {code[0]}, as a formula does"
        : code.Any(IsUnseen) ? "has a character that cannot be seen, such as a mark of direction"
        : code.Contains('"', StringComparison.Ordinal) ? "has a quotation mark"
        : null;

    private static bool IsUnseen(char c) =>
        char.GetUnicodeCategory(c)
            is UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
