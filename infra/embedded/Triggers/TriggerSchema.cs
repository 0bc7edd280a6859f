using Functions.Embedded.Storage;

namespace Functions.Embedded.Triggers;

/// <summary>The tables of the triggers in host.db.</summary>
internal static class TriggerSchema
{
    public static void Apply(SqlSession session)
    {
        session.Execute(
            """
            CREATE TABLE IF NOT EXISTS checkpoints (
                hub TEXT NOT NULL, consumer_group TEXT NOT NULL, partition INTEGER NOT NULL, sequence INTEGER NOT NULL,
                PRIMARY KEY (hub, consumer_group, partition)) WITHOUT ROWID
            """
        );
        session.Execute(
            """
            CREATE TABLE IF NOT EXISTS timers (
                name TEXT NOT NULL PRIMARY KEY, last INTEGER NOT NULL, next INTEGER NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID
            """
        );
    }
}
