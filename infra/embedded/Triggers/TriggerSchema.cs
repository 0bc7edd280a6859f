using Functions.Embedded.Storage;

namespace Functions.Embedded.Triggers;

/// <summary>The tables of the triggers in host.db.</summary>
internal static class TriggerSchema
{
    /// <summary>The greatest enqueued time of any event that was delivered, in UTC ticks; 0 for none.</summary>
    public static long LastEnqueued(HostStore store) =>
        store.Read(session => session.Query("SELECT COALESCE(MAX(enqueued), 0) FROM checkpoints", r => r.GetInt64(0)))[0];

    public static void Apply(SqlSession session)
    {
        session.Execute(
            """
            CREATE TABLE IF NOT EXISTS checkpoints (
                hub TEXT NOT NULL, consumer_group TEXT NOT NULL, partition INTEGER NOT NULL, sequence INTEGER NOT NULL,
                PRIMARY KEY (hub, consumer_group, partition)) WITHOUT ROWID
            """
        );
        if (session.Query("SELECT 1 FROM pragma_table_info('checkpoints') WHERE name = 'enqueued'", r => r.GetInt32(0)).Count == 0)
        {
            session.Execute("ALTER TABLE checkpoints ADD COLUMN enqueued INTEGER");
        }
        session.Execute(
            """
            CREATE TABLE IF NOT EXISTS timers (
                name TEXT NOT NULL PRIMARY KEY, last INTEGER NOT NULL, next INTEGER NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID
            """
        );
    }
}
