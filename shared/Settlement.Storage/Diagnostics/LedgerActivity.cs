using System.Diagnostics;

namespace Settlement.Storage.Diagnostics;

/// <summary>The steps of the ledger as activities, one a batch and never one a reading: whoever listens learns where time goes.</summary>
public static class LedgerActivity
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "Settlement.Ledger";

    /// <summary>Reading messages, checking them and giving each its cell.</summary>
    public const string Decode = "decode";

    /// <summary>Sorting rows, adding them up and coding them as a block.</summary>
    public const string Encode = "encode";

    /// <summary>Handing rows of one transaction to the embedded database.</summary>
    public const string Store = "store";

    /// <summary>Committing them, the flush of the disk included.</summary>
    public const string Commit = "commit";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Starts a step, which ends when it is disposed of; null where nobody listens.</summary>
    public static Activity? Start(string step) => Source.StartActivity(step);
}
