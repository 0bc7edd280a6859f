using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Merging;
using Settlement.Reliability.Faults;
using Settlement.Reliability.Support;
using Settlement.Storage;

namespace Settlement.Reliability.Histories;

/// <summary>A process that works on the ledger over a store and a hub which fail it. It lives until it dies; the next one knows nothing of it.</summary>
internal sealed class Consumer
{
    public Consumer(ITableStore store, IHubReader hub, IRunCuts cuts, TimeProvider clock, bool quarantines, Tally hazards)
    {
        Store = new InterruptedStore(store)
        {
            Happened = kind =>
                hazards.Count(
                    kind switch
                    {
                        InterruptionKind.DiesBefore => Hazard.DiedBefore,
                        InterruptionKind.DiesAfter => Hazard.DiedAfter,
                        InterruptionKind.FailsBefore => Hazard.FailedBefore,
                        _ => Hazard.FailedAfter,
                    }
                ),
        };
        Hub = new InterruptedHub(hub) { Happened = failed => hazards.Count(failed ? Hazard.HubFailed : Hazard.HubBrokeOff) };
        Ledger = new LedgerParts(Store, Hub, cuts, clock, quarantines);
    }

    public InterruptedStore Store { get; }

    public InterruptedHub Hub { get; }

    public LedgerParts Ledger { get; }
}
