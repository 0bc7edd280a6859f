using System.Text;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Commits;
using Settlement.Storage;

namespace Settlement.Ledger.Tests.Ingestion;

public sealed class RejectStoreTests
{
    private static readonly string Bad = MessageText.Reading().With("supplier", "\"NONE\"").ToString();

    [Theory]
    [InlineData(0)]
    [InlineData(900_000)]
    [InlineData(983_040)]
    [InlineData(1_048_576)]
    [InlineData(2_100_000)]
    public async Task A_body_of_any_size_is_kept_to_the_last_byte(int padding)
    {
        var ledger = await TestLedger.MakeAsync();
        var body = MessageText.Reading().With("supplier", "\"NONE\"").With("note", $"\"{new string('x', padding)}\"").ToString();
        await ledger.ReadingsAsync(0, Bad, body, Bad);

        var rejects = await ledger.RejectsAsync(Hubs.Readings, 0);
        Assert.Equal([0, 1, 2], rejects.Select(reject => reject.Reject.Position));
        Assert.True(body == rejects[1].BodyText, "The body is not what was sent.");
        Assert.Equal(
            (RejectReasons.SupplierUnknown, "2026-06-16", Meters.Mpan(0), Decoding.Noon),
            rejects[1].Reject is var r ? (r.Reasons, r.Day, r.Mpan, r.Enqueued) : default
        );
    }

    [Fact]
    public async Task A_body_that_is_no_text_is_kept_byte_by_byte()
    {
        var ledger = await TestLedger.MakeAsync();
        var body = Enumerable.Range(0, 1_048_576).Select(i => (byte)((i * 31) ^ 0x80)).ToArray();
        await ledger.MarketIngest.IngestAsync(0, [Decoding.Event(body)], default);

        var reject = Assert.Single(await ledger.RejectsAsync(Hubs.Market, 0)).Reject;
        Assert.Equal((RejectReasons.NotJson, null, null), (reject.Reasons, reject.Day, reject.Mpan));
        Assert.True(body.AsSpan().SequenceEqual(reject.Body.Span), "The body is not what was sent.");
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\u0000\\n\\\"")]
    [InlineData("not a day")]
    public async Task Whatever_stands_for_day_and_meter_does_not_hinder_the_list(string text)
    {
        var ledger = await TestLedger.MakeAsync();
        await ledger.ReadingsAsync(0, MessageText.Reading().With("day", $"\"{text}\"").With("mpan", $"\"{text}\"").ToString());
        Assert.Equal(
            RejectReasons.WrongType | RejectReasons.BadMpan,
            Assert.Single(await ledger.RejectsAsync(Hubs.Readings, 0)).Reject.Reasons
        );
    }

    [Fact]
    public async Task Half_a_million_rejects_of_one_event_take_a_few_entities()
    {
        const int Elements = 500_000;
        var store = new InMemoryTableStore();
        var ledger = await TestLedger.MakeAsync(store);
        await ledger.ReadingsAsync(0, $"[{string.Join(',', Enumerable.Repeat('5', Elements))}]");

        var rejects = await ledger.RejectsAsync(Hubs.Readings, 0);
        Assert.Equal(Elements, rejects.Count);
        Assert.All(rejects, reject => Assert.Equal((RejectReasons.WrongType, "5"), (reject.Reject.Reasons, reject.BodyText)));
        Assert.Equal(Enumerable.Range(0, Elements), rejects.Select(reject => reject.Id.Place));
        var entities = 0;
        await foreach (var _ in store.QueryAsync("rejects", "readings-0000", RowRange.All, default))
        {
            entities++;
        }
        Assert.InRange(entities, 2, 30);
    }

    [Fact]
    public async Task What_a_crash_left_is_in_no_list_and_what_was_committed_is_in_it_once()
    {
        foreach (var kind in new[] { InterruptionKind.DiesBefore, InterruptionKind.DiesAfter })
        {
            for (var operation = 0; operation < 6; operation++)
            {
                var store = new InMemoryTableStore();
                var ledger = await TestLedger.MakeAsync(store);
                var interrupted = new InterruptedStore(store);
                var dying = ledger.IngestOver(interrupted);
                interrupted.Arm(operation, kind, null);
                var died =
                    await Record.ExceptionAsync(async () => await dying.IngestAsync(0, [Decoding.Event(Bad)], default)) is CrashException;
                var committed = (await ledger.Heads.ReadAsync(new(Hubs.Readings, 0), default)).Step;
                Assert.Equal(committed, (await ledger.RejectsAsync(Hubs.Readings, 0)).Count);

                await ledger.ReadingsAsync(0, Bad);
                Assert.Equal(Encoding.UTF8.GetBytes(Bad), Assert.Single(await ledger.RejectsAsync(Hubs.Readings, 0)).Reject.Body.ToArray());
                Assert.True(died || operation > 3, "Nothing was interrupted.");
            }
        }
    }

    [Fact]
    public void Every_reason_has_a_code_and_every_code_a_reason()
    {
        var reasons = Enum.GetValues<RejectReasons>().Where(reason => reason != RejectReasons.None).ToList();
        Assert.Equal(reasons.Count, RejectReasonCodes.All.Distinct().Count());
        foreach (var reason in reasons)
        {
            var code = Assert.Single(reason.ToCodes());
            Assert.True(RejectReasonCodes.TryParse(code, out var back));
            Assert.Equal(reason, back);
        }

        Assert.False(RejectReasonCodes.TryParse("Not-Json", out _));
    }
}
