namespace Settlement.Architecture.Tests;

/// <summary>Within a project the namespaces, which are its folders, use one another in one direction.</summary>
public sealed class NamespaceCycleTests
{
    public static TheoryData<string> WithoutCycles => [.. Projects.WithoutCycles];

    [Theory]
    [MemberData(nameof(WithoutCycles))]
    public void No_namespaces_of_a_project_use_one_another_in_a_circle(string project)
    {
        var cycle = Read(project).FindCycle();
        Assert.True(cycle.Count == 0, string.Join('\n', cycle));
    }

    [Fact]
    public void Uses_are_read_from_signatures_and_from_bodies()
    {
        var ledger = Read("Settlement.Ledger");
        Assert.True(ledger.Contains("Settlement.Ledger.Folding", "Settlement.Ledger.Commits"));
        Assert.True(ledger.Contains("Settlement.Ledger.Ingestion", "Settlement.Ledger.Rejects"));
    }

    [Fact]
    public void A_use_that_only_an_awaiting_body_has_is_read()
    {
        var graph = new NamespaceGraph();
        AssemblyUses.AddTo(graph, typeof(Samples.Upper.AwaitingUser).Assembly.Location, "Settlement.Architecture.Tests.Samples");
        Assert.True(graph.Contains("Settlement.Architecture.Tests.Samples.Upper", "Settlement.Architecture.Tests.Samples.Lower"));
        Assert.Empty(graph.FindCycle());
    }

    [Fact]
    public void A_circle_is_found_and_told_use_by_use()
    {
        var graph = new NamespaceGraph();
        graph.Add("A", "B", "a1 uses b1");
        graph.Add("B", "C", "b2 uses c1");
        graph.Add("C", "D", "c2 uses d1");
        Assert.Empty(graph.FindCycle());
        graph.Add("D", "B", "d2 uses b3");
        Assert.Equal(["B uses C: b2 uses c1", "C uses D: c2 uses d1", "D uses B: d2 uses b3"], graph.FindCycle());
    }

    private static NamespaceGraph Read(string project)
    {
        var graph = new NamespaceGraph();
        AssemblyUses.AddTo(graph, Projects.Load(project).Location, project);
        SourceUses.AddTo(graph, Projects.Folder(project), project);
        return graph;
    }
}
