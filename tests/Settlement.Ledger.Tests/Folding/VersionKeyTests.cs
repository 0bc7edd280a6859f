using Settlement.Domain.Market;
using Settlement.Ledger.Folding;

namespace Settlement.Ledger.Tests.Folding;

public sealed class VersionKeyTests
{
    [Fact]
    public void The_higher_revision_wins_then_the_later_arrival()
    {
        VersionKey[] rising =
        [
            new(0, 5, 1, EpochPosition.Of(0, 9), 3),
            new(0, 6, 0, EpochPosition.Of(0, 9), 3),
            new(0, 6, 1, EpochPosition.Of(0, 7), 3),
            new(0, 6, 1, EpochPosition.Of(0, 8), 0),
            new(0, 6, 1, EpochPosition.Of(1, 2), 0),
            new(0, 6, 1, EpochPosition.Of(1, 2), 1),
            new(1, 0, 0, EpochPosition.Of(0, 0), 0),
        ];
        for (var i = 0; i < rising.Length; i++)
        {
            for (var j = 0; j < rising.Length; j++)
            {
                Assert.Equal((i < j, i > j), (rising[i] < rising[j], rising[i] > rising[j]));
            }
        }
    }
}
