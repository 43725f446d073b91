namespace Orleans.Batch.TestKit.PostgreSql;

/// <summary>
/// A database of a version before the first release: the record of its migrations, and two of its tables with a
/// row each.
/// </summary>
public static class PrereleaseDatabase
{
    // The initial file had its current name, and other content.
    private const string Create =
        """
        DROP SCHEMA orleans_batch, orleans_batch_cluster CASCADE;
        CREATE SCHEMA orleans_batch;
        CREATE TABLE schema_version (
            version integer PRIMARY KEY,
            name text NOT NULL,
            checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now());
        INSERT INTO schema_version (version, name, checksum)
        SELECT n, CASE n WHEN 1 THEN '0001_initial' ELSE format('%s_prerelease', lpad(n::text, 4, '0')) END,
               CASE n WHEN 1 THEN '19b9c0b040ac8fc374e7da52fdd03eb9e1db2f5a5cf7c0dc91248f2394ef533f' ELSE md5(n::text) END
        FROM generate_series(1, 22) n WHERE n NOT IN (5, 18, 19);
        CREATE TABLE project (project_key bigint PRIMARY KEY, name text NOT NULL);
        INSERT INTO project VALUES (1, 'default');
        CREATE TABLE graph (graph_key bigint PRIMARY KEY, project_key bigint NOT NULL REFERENCES project, graph_id text);
        INSERT INTO graph VALUES (1, 1, 'kept');
        """;

    private const string Describe =
        """
        SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp'
        UNION ALL
        SELECT format('relation %s %s %s %s', oid::regclass, oid, relfilenode, relnatts)
        FROM pg_class WHERE relnamespace <> ALL('{pg_catalog, pg_toast, information_schema}'::regnamespace[])
        UNION ALL
        SELECT format('function %s', oid::regprocedure)
        FROM pg_proc WHERE pronamespace <> ALL('{pg_catalog, information_schema}'::regnamespace[])
        UNION ALL SELECT format('record %s %s %s', ctid, xmin, v) FROM schema_version v
        UNION ALL SELECT format('project %s %s %s', ctid, xmin, p) FROM project p
        UNION ALL SELECT format('graph %s %s %s', ctid, xmin, g) FROM graph g
        ORDER BY 1
        """;

    /// <summary>Creates the database.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync(Create);
        return database;
    }

    /// <summary>Lists the whole content of the database; the list changes with any change to the schema or to a row.</summary>
    public static Task<IReadOnlyList<string>> DescribeAsync(TestDatabase database) => database.ColumnAsync<string>(Describe);
}
