namespace Functions.Embedded.Host;

/// <summary>The tables of host.db.</summary>
internal static class HostSchema
{
    public static void Apply(SqlSession session)
    {
        session.Execute("""
            CREATE TABLE IF NOT EXISTS checkpoints (
                hub TEXT NOT NULL, consumer_group TEXT NOT NULL, partition INTEGER NOT NULL, sequence INTEGER NOT NULL,
                PRIMARY KEY (hub, consumer_group, partition)) WITHOUT ROWID
            """);
        session.Execute("""
            CREATE TABLE IF NOT EXISTS timers (
                name TEXT NOT NULL PRIMARY KEY, last INTEGER NOT NULL, next INTEGER NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID
            """);
        session.Execute("""
            CREATE TABLE IF NOT EXISTS instances (
                id TEXT NOT NULL PRIMARY KEY, execution TEXT NOT NULL, name TEXT NOT NULL, status INTEGER NOT NULL,
                input TEXT, output TEXT, custom_status TEXT, failure TEXT, tags TEXT,
                created INTEGER NOT NULL, updated INTEGER NOT NULL, start_at INTEGER,
                parent_id TEXT, parent_name TEXT, parent_execution TEXT, parent_task INTEGER)
            """);
        session.Execute("CREATE INDEX IF NOT EXISTS instances_by_status ON instances (status)");
        session.Execute("""
            CREATE TABLE IF NOT EXISTS history (
                instance TEXT NOT NULL, number INTEGER NOT NULL, kind INTEGER NOT NULL, task INTEGER NOT NULL,
                name TEXT, payload TEXT, at INTEGER NOT NULL, who TEXT,
                PRIMARY KEY (instance, number)) WITHOUT ROWID
            """);
        // Data folders made before acts were signed have no such column.
        if (session.Query("SELECT 1 FROM pragma_table_info('history') WHERE name = 'who'", _ => true).Count == 0)
        {
            session.Execute("ALTER TABLE history ADD COLUMN who TEXT");
        }

        session.Execute("CREATE INDEX IF NOT EXISTS instances_by_parent ON instances (parent_id) WHERE parent_id IS NOT NULL");
    }
}
