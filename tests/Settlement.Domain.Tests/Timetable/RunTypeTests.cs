using Settlement.Domain.Timetable;

namespace Settlement.Domain.Tests.Timetable;

public sealed class RunTypeTests
{
    [Fact]
    public void Codes_stand_in_the_order_of_the_timetable() => Assert.Equal(["II", "SF", "R1", "R2", "R3", "RF", "DF", "D"], RunType.Codes);

    [Fact]
    public void A_dispute_run_supersedes_the_runs_of_the_timetable_and_the_final_dispute_all() =>
        Assert.Equal(
            ["II", "SF", "R1", "R2", "R3", "RF", "D", "DF"],
            RunType.All.OrderBy(type => type.Precedence).Select(type => type.Code)
        );

    [Fact]
    public void Only_interim_information_moves_no_money() =>
        Assert.Equal([RunType.InterimInformation], RunType.All.Where(type => !type.MovesMoney));

    [Theory]
    [InlineData("")]
    [InlineData("sf")]
    [InlineData("R4")]
    public void An_unknown_code_is_refused_with_those_that_there_are(string code)
    {
        Assert.Null(RunType.Find(code));
        Assert.Contains(
            "the codes are II, SF, R1, R2, R3, RF, DF, D",
            Assert.Throws<ArgumentException>(() => RunType.Parse(code)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_code_names_its_type() => Assert.All(RunType.All, type => Assert.Same(type, RunType.Parse(type.Code)));
}
