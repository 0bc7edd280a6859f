namespace Settlement.Functions.Tests.Rejects;

/// <summary>The worked example's reference data, with rows whose gaps give reasons to reject.</summary>
internal static class RejectReference
{
    public static Dictionary<string, string> Sets()
    {
        var sets = WorkedExample.Reference();
        Add("participants", "id,name,role", "LATE,Late,supplier,2026-06-15,");
        Add("gsp-groups", "id,name,zone", "_C,London,2,,2026-05-31");
        Add("bm-units", "id,party,account,gspGroup,tradingUnit,kind,default", "I_FRAN-1,TRDX,P,,,interconnector,no,2026-06-18,");
        // Smart export has losses when read but no consumption; advanced export has consumption and no losses.
        Add(
            "components",
            "id,flow,segment,connection,domestic,quality,losses,weight",
            "30,export,smart,,,A,yes,-1,,",
            "31,export,advanced,,,A,no,-1,,",
            "32,export,unmetered,,,A,no,-1,,",
            "33,export,unmetered,,,A,yes,-1,,"
        );
        Add("loss-factors", "distributor,llfc,fromPeriod,toPeriod,factor", "12,020,1,20,1.05,,", "12,700,1,,1.07,2026-06-10,2026-06-17");
        return sets;

        void Add(string set, string header, params string[] rows)
        {
            var lines = sets[set].TrimEnd().Split('\n');
            Assert.Equal(header, lines[0].Trim());
            sets[set] = $"{header},from,to\n{string.Join('\n', lines.Skip(1).Select(line => line.Trim() + ",,").Concat(rows))}\n";
        }
    }
}
