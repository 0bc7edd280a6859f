using Settlement.Reference.Csv;
using Settlement.Reference.Sets;

namespace Settlement.Reference.Tests;

public sealed class CsvRefusalTests
{
    [Theory]
    [InlineData("participants", "id,name", "1 role missing")]
    [InlineData("participants", "id,name,role,colour", "1 colour unknown")]
    [InlineData("participants", "id,name,role,Role", "1 Role unknown")]
    [InlineData("participants", "id,name,role,id", "1 id twice")]
    [InlineData("participants", "", "1  header")]
    [InlineData("participants", "id,name,role\nALFA,Alfa,Supplier", "2 role one of")]
    [InlineData("participants", "id,name,role\nALFA,Alfa", "2  cells")]
    [InlineData("participants", "id,name,role\nALFA,Alfa,supplier,", "2  cells")]
    [InlineData("participants", "id,name,role\n\nALFA,\"Al\nfa\",supplier\n,Bravo,supplier", "5 id needed")]
    [InlineData("participants", "id,name,role\nAL/A,Alfa,supplier", "2 id character")]
    [InlineData("participants", "id,name,role\n ALFA,Alfa,supplier", "2 id space")]
    [InlineData("participants", "id,name,role\nALFA,\"Alfa,supplier", "2  ")]
    [InlineData("participants", "id,name,role,from\nALFA,Alfa,supplier,2026-02-30", "2 from day")]
    [InlineData("participants", "id,name,role,from,to\nALFA,Alfa,supplier,2026-02-02,2026-02-01", "2 to before")]
    [InlineData("participants", "id,name,role\nALFA,a,supplier\nBRAV,b,supplier\nALFA,c,trader", "4 id rows 2 and 4")]
    [InlineData("participants", "id,name,role,to\nALFA,a,supplier,2026-02-01\nALFA,c,trader,2025-02-01", "3 id rows 2 and 3")]
    [InlineData("gsp-groups", "id,name,zone\n_A,Eastern,", "2 zone needed")]
    [InlineData("bm-units", "id,party,account,gspGroup,tradingUnit,kind,default\nX,ALFA,Q,_A,,supplier,no", "2 account one of")]
    [InlineData("bm-units", "id,party,account,gspGroup,tradingUnit,kind,default\nX,ALFA,C,_A,,supplier,true", "2 default yes nor no")]
    [InlineData("bm-units", "id,party,account,gspGroup,tradingUnit,kind,default\nX,ALFA,C,_A,,generation,yes", "2 default only")]
    [InlineData(
        "bm-units",
        "id,party,account,gspGroup,tradingUnit,kind,default\nX,ALFA,C,_A,,supplier,yes\nY,ALFA,C,_A,,supplier,yes",
        "3 default rows 2 and 3"
    )]
    [InlineData("components", "id,flow,segment,connection,domestic,quality,losses,weight\n1.5,,,,,,no,1", "2 id whole")]
    [InlineData("components", "id,flow,segment,connection,domestic,quality,losses,weight\n1,,,,,Z,no,1", "2 quality one of")]
    [InlineData("components", "id,flow,segment,connection,domestic,quality,losses,weight\n1,,,,,,,1", "2 losses yes nor no")]
    [InlineData("components", "id,flow,segment,connection,domestic,quality,losses,weight\n1,,,,,,no,1e3", "2 weight decimal number")]
    [InlineData(
        "components",
        "id,flow,segment,connection,domestic,quality,losses,weight\n1,import,,,,,no,1\n1,export,,,,,no,1",
        "3 id rows 2 and 3"
    )]
    [InlineData("loss-factors", "distributor,llfc,fromPeriod,toPeriod,factor\n1,1,1,,1.077", "2 distributor two digits")]
    [InlineData("loss-factors", "distributor,llfc,fromPeriod,toPeriod,factor\n12,1,0,,1.077", "2 fromPeriod 1 to 50")]
    [InlineData("loss-factors", "distributor,llfc,fromPeriod,toPeriod,factor\n12,1,1,51,1.077", "2 toPeriod 1 to 50")]
    [InlineData("loss-factors", "distributor,llfc,fromPeriod,toPeriod,factor\n12,1,5,4,1.077", "2 toPeriod before")]
    [InlineData("loss-factors", "distributor,llfc,fromPeriod,toPeriod,factor\n12,1,1,,1.0775", "2 factor loss factor")]
    [InlineData("loss-factors", "distributor,llfc,fromPeriod,toPeriod,factor\n12,1,1,,0", "2 factor loss factor")]
    [InlineData("loss-factors", "distributor,llfc,fromPeriod,toPeriod,factor\n12,1,1,,10", "2 factor loss factor")]
    [InlineData("loss-factors", "distributor,llfc,fromPeriod,toPeriod,factor\n12,1,1,,-1", "2 factor loss factor")]
    [InlineData(
        "loss-factors",
        "distributor,llfc,fromPeriod,toPeriod,factor\n12,1,1,14,1.077\n12,1,15,,1.09\n12,1,48,50,1.08",
        "4 fromPeriod rows 3 and 4"
    )]
    [InlineData("transmission-loss-factors", "zone,tlf\n1,0.00000001", "2 tlf 7 decimals")]
    [InlineData("transmission-loss-factors", "zone,tlf\n1,1.5", "2 tlf between")]
    [InlineData("transmission-loss-factors", "zone,tlf\n1,", "2 tlf decimal number")]
    [InlineData("timetable", "run,workingDays\nR4,5", "2 run one of")]
    [InlineData("timetable", "run,workingDays\nSF,-5", "2 workingDays whole")]
    [InlineData("timetable", "run,workingDays\nSF,1001", "2 workingDays whole")]
    [InlineData("timetable", "run,workingDays,from,to\nSF,16,,2027-07-02\nSF,7,2027-07-02,", "3 run rows 2 and 3")]
    [InlineData("holidays", "day,name\n25/12/2026,Christmas", "2 day YYYY-MM-DD")]
    [InlineData("holidays", "day,name\n2026-12-25,a\n2026-12-25,b", "3 day rows 2 and 3")]
    [InlineData("distributors", "id,participant\n012,LOND", "2 id two digits")]
    [InlineData("registrations", "supplier,gspGroup,segment,meters\nALFA,_A,smart,-1", "2 meters whole")]
    [InlineData(
        "registrations",
        "supplier,gspGroup,segment,meters\nALFA,_A,smart,1\nALFA,_A,advanced,1\nALFA,_A,smart,2",
        "4 supplier rows 2 and 4"
    )]
    [InlineData(
        "meters",
        "mpan,supplier,gspGroup,llfc,segment,connection,domestic\n1200000000003,ALFA,_C,1,smart,W,yes",
        "2 mpan check digit"
    )]
    [InlineData("parameters", "name,value\nalpha,half", "2 value decimal number")]
    [InlineData("parameters", "name,value\nalpha,0.45\nalpha,0.5", "3 name rows 2 and 3")]
    public void A_fault_is_reported_with_its_row_column_and_reason(string set, string csv, string expected)
    {
        var problem = Assert.Single(Refused(set, csv).Problems);

        var parts = expected.Split(' ', 3);
        Assert.Equal((set, parts[0], parts[1]), (problem.Set, $"{problem.Row}", problem.Column));
        Assert.Contains(parts[2], problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_reported_at_once_in_row_order()
    {
        var refused = Refused("participants", "id,name,role,from\nALFA,Alfa,seller,x\nBRAV,b,supplier,\n,c,supplier,\nBRAV,d,supplier,");

        Assert.Equal("participants", refused.Set);
        Assert.Equal([(2, "role"), (2, "from"), (4, "id"), (5, "id")], refused.Problems.Select(problem => (problem.Row, problem.Column)));
    }

    [Fact]
    public void The_first_hundred_faults_are_named_and_all_are_counted()
    {
        var refused = Refused("parameters", "name,value\n" + string.Concat(Enumerable.Repeat("alpha,much\n", 50_000)));

        Assert.Equal((100, 50_000), (refused.Problems.Count, refused.Count));
        Assert.True(refused.Message.Length < 2_000);
    }

    [Fact]
    public void Rows_that_overlap_are_named_to_a_hundred_too()
    {
        var refused = Refused("parameters", "name,value\n" + string.Concat(Enumerable.Repeat("alpha,0.45\n", 5_000)));

        Assert.Equal((100, 4_999), (refused.Problems.Count, refused.Count));
    }

    [Theory]
    [InlineData("name,value\nalpha,0.45\nother,")]
    [InlineData("name,value\nalpha,0.45\n\"other,")]
    [InlineData("")]
    public void A_cell_without_end_is_one_short_fault(string start)
    {
        var problem = Assert.Single(Refused("parameters", start + new string('x', 1_000_000)).Problems);

        Assert.Contains("or a cell of it more than 4096", problem.Reason, StringComparison.Ordinal);
        Assert.True(problem.ToString().Length < 500);
    }

    [Fact]
    public void A_row_without_end_is_read_no_further_than_a_row_may_be_long()
    {
        using var text = new EndlessRow();

        var line = Assert.Single(CsvLines.Read(text));

        Assert.True(line.TooLong);
        Assert.InRange(text.Given, 1, 2 * CsvLines.MaxRecord);
    }

    [Theory]
    [InlineData("participants", "\uFEFFrole,to,id,name\r\nsupplier,2026-01-01,ALFA,\"Alfa, Ltd\"\r\n\r\n", 1)]
    [InlineData("participants", "id,name,role,from,to\nALFA,a,supplier,,2026-01-01\nALFA,a,supplier,2026-01-02,", 2)]
    [InlineData(
        "bm-units",
        "id,party,account,gspGroup,tradingUnit,kind,default,to\nX,ALFA,C,_A,,supplier,yes,2026-01-01\nY,ALFA,C,_B,,supplier,yes,\nZ,ALFA,C,_A,,supplier,no,",
        3
    )]
    [InlineData(
        "loss-factors",
        "distributor,llfc,fromPeriod,toPeriod,factor\n12,1,1,14,1.0770\n12,1,15,,1\n12,001,1,,0.984\n13,1,1,50,9.999",
        4
    )]
    [InlineData("components", "id,flow,segment,connection,domestic,quality,losses,weight\n0,,,,,,no,\n1,export,,,,,yes,-0.25", 2)]
    [InlineData("parameters", "name,value\nsomething else,text", 1)]
    [InlineData("meters", "mpan,supplier,gspGroup,llfc,segment,connection,domestic", 0)]
    public void What_the_contract_allows_is_taken(string set, string csv, int rows) =>
        Assert.Equal(
            rows,
            ReferenceSets.Find(set)!.GetType().GetMethod("Parse")!.Invoke(ReferenceSets.Find(set), [csv])
                is System.Collections.ICollection list
                ? list.Count
                : -1
        );

    [Fact]
    public void Codes_are_text_as_written()
    {
        var rows = ReferenceSets.LossFactors.Parse("distributor,llfc,fromPeriod,toPeriod,factor\n12,001,1,,1.077\n12,1,1,,1.1");
        Assert.Equal(["001", "1"], rows.Select(row => row.Llfc));
        Assert.Equal([1077, 1100], rows.Select(row => row.Thousandths));
    }

    private static ReferenceRejectedException Refused(string set, string csv)
    {
        object Parse() =>
            set switch
            {
                "participants" => ReferenceSets.Participants.Parse(csv),
                "gsp-groups" => ReferenceSets.GspGroups.Parse(csv),
                "bm-units" => ReferenceSets.BmUnits.Parse(csv),
                "components" => ReferenceSets.Components.Parse(csv),
                "loss-factors" => ReferenceSets.LossFactors.Parse(csv),
                "transmission-loss-factors" => ReferenceSets.TransmissionLossFactors.Parse(csv),
                "timetable" => ReferenceSets.Timetable.Parse(csv),
                "holidays" => ReferenceSets.Holidays.Parse(csv),
                "distributors" => ReferenceSets.Distributors.Parse(csv),
                "registrations" => ReferenceSets.Registrations.Parse(csv),
                "meters" => ReferenceSets.Meters.Parse(csv),
                _ => ReferenceSets.Parameters.Parse(csv),
            };
        return Assert.Throws<ReferenceRejectedException>(Parse);
    }

    /// <summary>Cells of one character, and never the end of their row.</summary>
    private sealed class EndlessRow : TextReader
    {
        public long Given { get; private set; }

        public override int Peek() => 'a';

        public override int Read(char[] buffer, int index, int count)
        {
            for (var i = 0; i < count; i++)
            {
                buffer[index + i] = Given++ % 2 == 0 ? 'a' : ',';
            }
            return count;
        }
    }
}
