using Functions.Embedded.Storage;

namespace Functions.Embedded.Durable;

/// <summary>The tables of the durable engine in host.db.</summary>
internal static class DurableSchema
{
    public static void Apply(SqlSession session)
    {
        session.Execute(
            """
            CREATE TABLE IF NOT EXISTS instances (
                id TEXT NOT NULL PRIMARY KEY, execution TEXT NOT NULL, name TEXT NOT NULL, status INTEGER NOT NULL,
                input TEXT, output TEXT, custom_status TEXT, failure TEXT, tags TEXT,
                created INTEGER NOT NULL, updated INTEGER NOT NULL, start_at INTEGER,
                parent_id TEXT, parent_name TEXT, parent_execution TEXT, parent_task INTEGER)
            """
        );
        session.Execute("CREATE INDEX IF NOT EXISTS instances_by_status ON instances (status)");
        session.Execute("CREATE INDEX IF NOT EXISTS instances_by_parent ON instances (parent_id) WHERE parent_id IS NOT NULL");
        session.Execute(
            """
            CREATE TABLE IF NOT EXISTS events (
                instance TEXT NOT NULL, number INTEGER NOT NULL, event BLOB NOT NULL, who TEXT, undone INTEGER NOT NULL,
                PRIMARY KEY (instance, number)) WITHOUT ROWID
            """
        );
        session.Execute(
            """
            CREATE TABLE IF NOT EXISTS inbox (
                number INTEGER PRIMARY KEY AUTOINCREMENT, instance TEXT NOT NULL, event BLOB NOT NULL, who TEXT)
            """
        );
        session.Execute("CREATE INDEX IF NOT EXISTS inbox_by_instance ON inbox (instance)");
        HistoryUpgrade.Apply(session);
    }
}
