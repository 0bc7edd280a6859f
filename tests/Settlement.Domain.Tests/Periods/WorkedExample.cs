using System.Globalization;
using System.Text.Json;
using Settlement.Domain.Tests.Cases;

namespace Settlement.Domain.Tests.Periods;

/// <summary>The published worked example: what went in as tables, and every figure of it without rounding.</summary>
internal sealed class WorkedExample
{
    private static readonly JsonElement Root = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "worked-example.json")))
        .RootElement;

    private readonly JsonElement _figures;

    /// <param name="name"><c>sf</c>, <c>r1</c> or <c>weighted</c>.</param>
    public WorkedExample(string name)
    {
        _figures = Root.GetProperty(name);
        Given = Build(name);
    }

    public Given Given { get; }

    public decimal this[params string[] path] => Number(path.Aggregate(_figures, (at, step) => at.GetProperty(step)));

    public IEnumerable<string> Names(string of) => _figures.GetProperty(of).EnumerateObject().Select(property => property.Name);

    private static Given Build(string name)
    {
        var inputs = Root.GetProperty("inputs");
        var weights = inputs.GetProperty(name == "weighted" ? "weights_weighted_case" : "weights");
        var tlf = inputs.GetProperty("tlf");
        var price = inputs.GetProperty("systemPrice").GetString();
        var contracts = inputs
            .GetProperty("netContracts")
            .EnumerateObject()
            .Where(c => Number(c.Value) < 0)
            .Select(c => $"c-{c.Name},GENX,P,{c.Name},{(c.Name == "TRDX" ? "P" : "C")},{-Number(c.Value)}");
        return new Given()
            .With("period", $"2026-06-16,{(name == "r1" ? "R1" : "SF")},17")
            .With(
                "cells",
                inputs
                    .GetProperty("consumption_sf")
                    .EnumerateObject()
                    .SelectMany(supplier =>
                        new[]
                        {
                            Cell(
                                supplier.Name,
                                "E",
                                name == "r1" && supplier.Name == "ALFA" ? 505 : Number(supplier.Value.GetProperty("17"))
                            ),
                            Cell(supplier.Name, "A", Number(supplier.Value.GetProperty("1"))),
                        }
                    )
            )
            .With("takes", $"_A,{inputs.GetProperty("gspGroupTake").GetString()},no")
            .With("price", $"{price},{price}")
            .With("volumes", $"T_GENX-1,{inputs.GetProperty("generation").GetProperty("T_GENX-1").GetString()}")
            .With("contracts", contracts)
            .With("balancing", $"T_GENX-1,{inputs.GetProperty("balancing").GetProperty("T_GENX-1").GetString()}")
            .With("participants", "ALFA,,supplier", "BRAV,,supplier", "CHAR,,supplier", "GENX,,generator", "TRDX,,trader")
            .With("gsp-groups", "_A,,south", "_B,,north")
            .With(
                "bm-units",
                "2__AALFA000,ALFA,C,_A,,supplier,yes",
                "2__ABRAV000,BRAV,C,_A,,supplier,yes",
                "2__ACHAR000,CHAR,C,_A,,supplier,yes",
                "T_GENX-1,GENX,P,_B,,generation,no"
            )
            .With(
                "components",
                new[] { ("17", "E", "no"), ("20", "E", "yes"), ("1", "A", "no"), ("4", "A", "yes") }.Select(c =>
                    $"{c.Item1},,,,,{c.Item2},{c.Item3},{weights.GetProperty(c.Item1).GetString()}"
                )
            )
            .With(
                "loss-factors",
                $"10,E,1,,{inputs.GetProperty("lossFactors").GetProperty("CCC17/20").GetString()}",
                $"10,A,1,,{inputs.GetProperty("lossFactors").GetProperty("CCC1/4").GetString()}"
            )
            .With(
                "transmission-loss-factors",
                $"south,{tlf.GetProperty("suppliers").GetString()}",
                $"north,{tlf.GetProperty("T_GENX-1").GetString()}"
            )
            .With("parameters", $"alpha,{inputs.GetProperty("alpha").GetString()}");
    }

    private static string Cell(string supplier, string quality, decimal mwh) =>
        $"_A,{supplier},import,smart,W,no,10,{quality},{quality},{(long)(mwh * 1_000_000)},1000";

    private static decimal Number(JsonElement of) => decimal.Parse(of.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
