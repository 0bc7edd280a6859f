using System.Globalization;
using Settlement.Domain.Calendar;

namespace Settlement.Peers;

/// <summary>
/// The aggregation in SQL, as well as we know to write it for DuckDB: integers for watt-hours, a bit a period for what is estimated, columns for
/// periods, the latest version looked for among meters with more than one only. It leans on every message covering the whole day, which
/// ours does not.
/// </summary>
internal static class DuckDbSql
{
    private const int Periods = 48;

    private const string Cell = "gspGroup, supplier, distributor, llfc, flow, segment, connection, domestic";

    private const string AllEstimated = "281474976710655";

    private static readonly string Columns = Join(p => $"w{p}");

    /// <summary>Reference data: loss factors in thousandths, and the two components of every kind of energy.</summary>
    public static string Reference(string folder, SettlementDay day) =>
        $"""
            CREATE OR REPLACE TABLE factor AS
                SELECT distributor::UTINYINT AS distributor, llfc, p::UTINYINT AS period, (factor * 1000)::INTEGER AS thousandths
                FROM read_csv('{folder}/loss-factors.csv', types = {Braces(
                "'llfc': 'VARCHAR', 'factor': 'DECIMAL(9,3)', 'from': 'DATE', 'to': 'DATE'"
            )}) f
                    JOIN range(1, {Periods + 1}) r(p) ON p BETWEEN fromPeriod AND coalesce(toPeriod, {Periods})
                WHERE coalesce("from", DATE '{day}') <= DATE '{day}' AND coalesce("to", DATE '{day}') >= DATE '{day}';
            CREATE OR REPLACE TABLE component AS
                SELECT flow, segment, connection, domestic, estimated, losses, id
                FROM (SELECT * FROM (VALUES ('import'), ('export')) a(flow), (VALUES ('smart'), ('advanced'), ('unmetered')) b(segment),
                        (VALUES ('W'), ('L'), ('H'), ('E'), ('U')) c(connection), (VALUES (true), (false)) d(domestic), (VALUES (true), (false)) e(estimated)) k
                    JOIN read_csv('{folder}/components.csv', all_varchar = true, names = ['id', 'cflow', 'csegment', 'cconnection', 'cdomestic', 'cquality', 'closses', 'cweight'], header = true) c
                        ON coalesce(cflow, flow) = flow AND coalesce(csegment, segment) = segment AND coalesce(cconnection, connection) = connection
                            AND coalesce(cdomestic = 'yes', domestic) = domestic AND coalesce(cquality = 'E', estimated) = estimated,
                    LATERAL (SELECT closses = 'yes' AS losses)
                QUALIFY row_number() OVER (PARTITION BY flow, segment, connection, domestic, estimated, losses
                    ORDER BY (cflow IS NOT NULL)::INTEGER + (csegment IS NOT NULL)::INTEGER + (cconnection IS NOT NULL)::INTEGER
                        + (cdomestic IS NOT NULL)::INTEGER + (cquality IS NOT NULL)::INTEGER DESC, id::INTEGER) = 1;
            """;

    /// <summary>Messages from JSON lines, typed: a row a message, a column a period.</summary>
    public static string WideFromJson(string path) =>
        $"""
            SELECT mpan::BIGINT AS mpan, coalesce(revision, 0) AS revision, row_number() OVER () AS arrival,
                gspGroup, supplier, (mpan[1:2])::UTINYINT AS distributor, llfc, coalesce(flow, 'import') AS flow, segment, connection, coalesce(domestic, false) AS domestic,
                CASE WHEN quality[1] = '[' THEN list_sum(list_transform(quality::VARCHAR[], lambda q, i: CASE WHEN q[1] = 'E' THEN (1::UBIGINT << (i - 1)) ELSE 0 END))::UBIGINT
                    WHEN quality[1] = 'E' THEN {AllEstimated} ELSE 0 END::UBIGINT AS estimates,
                {Join(p => $"(kwh[{p}] * 1000)::INTEGER AS w{p}")}
            FROM read_json('{path}', format = 'newline_delimited', columns = {Braces(
                "'mpan': 'VARCHAR', 'kwh': 'DECIMAL(9,3)[]', 'quality': 'VARCHAR', 'flow': 'VARCHAR', 'supplier': 'VARCHAR', 'gspGroup': 'VARCHAR', 'llfc': 'VARCHAR', 'segment': 'VARCHAR', 'connection': 'VARCHAR', 'domestic': 'BOOLEAN', 'revision': 'INTEGER'"
            )})
            """;

    /// <summary>A row a reading, from a row a message.</summary>
    public static string LongFromWide(string wide) =>
        $"""
            SELECT mpan, revision, arrival, {Cell}, p::UTINYINT AS period, (estimates >> (p - 1)) & 1 = 1 AS estimated, wh
            FROM (SELECT * EXCLUDE ({Columns}), unnest([{Columns}]) AS wh, unnest(range(1, {Periods + 1})) AS p FROM {wide})
            """;

    /// <summary>The totals, from a row a message.</summary>
    public static string TotalsOfWide(string wide) =>
        $"""
            WITH loser AS (
                SELECT arrival FROM {wide} WHERE mpan IN (SELECT mpan FROM {wide} GROUP BY mpan HAVING count(*) > 1)
                QUALIFY row_number() OVER (PARTITION BY mpan ORDER BY revision DESC, arrival DESC) > 1),
            uniform AS (
                SELECT {Cell}, estimates <> 0 AS estimated, {Join(p => $"sum(w{p})::BIGINT AS w{p}")}
                FROM {wide} ANTI JOIN loser USING (arrival) WHERE estimates IN (0, {AllEstimated}) GROUP BY ALL),
            mixed AS (
                SELECT {Cell}, estimates, unnest([{Columns}]) AS wh, unnest(range(1, {Periods + 1})) AS period
                FROM {wide} ANTI JOIN loser USING (arrival) WHERE estimates NOT IN (0, {AllEstimated})),
            cell AS (
                SELECT {Cell}, estimated, unnest([{Columns}]) AS wh, unnest(range(1, {Periods + 1})) AS period FROM uniform
                UNION ALL
                SELECT {Cell}, (estimates >> (period - 1)) & 1 = 1, sum(wh)::BIGINT, period FROM mixed GROUP BY ALL)
            {InComponents}
            """;

    /// <summary>The totals, from a row a reading.</summary>
    public static string TotalsOfLong(string readings) =>
        $"""
            WITH twice AS (SELECT mpan FROM {readings} GROUP BY mpan HAVING count(*) > {Periods}),
            winner AS (
                SELECT {Cell}, estimated, period, wh FROM {readings} ANTI JOIN twice USING (mpan)
                UNION ALL
                SELECT {Cell}, estimated, period, wh FROM {readings} SEMI JOIN twice USING (mpan)
                QUALIFY row_number() OVER (PARTITION BY mpan, period ORDER BY revision DESC, arrival DESC) = 1),
            cell AS (SELECT {Cell}, estimated, sum(wh)::BIGINT AS wh, period FROM winner GROUP BY ALL)
            {InComponents}
            """;

    private const string InComponents = """
        SELECT gspGroup, supplier, id::INTEGER, period::INTEGER,
            sum(CASE flow WHEN 'import' THEN wh ELSE -wh END * CASE WHEN losses THEN thousandths - 1000 ELSE 1000 END)::BIGINT AS mwh
        FROM cell JOIN factor USING (distributor, llfc, period) JOIN component USING (flow, segment, connection, domestic, estimated)
        GROUP BY ALL HAVING mwh <> 0
        """;

    private static string Join(Func<int, string> of) =>
        string.Join(", ", Enumerable.Range(1, Periods).Select(of)).ToString(CultureInfo.InvariantCulture);

    private static string Braces(string fields) => "{" + fields + "}";
}
