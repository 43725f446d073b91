using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// Updates the schema to this program's version: numbered files, each once, all in one transaction under an
/// advisory lock, so that several processes may start at once.
/// </summary>
public sealed class SchemaMigrator(Database database)
{
    // Any constant: "orbatch" in ASCII.
    private const long LockId = 0x6F726261746368;

    /// <summary>Applies the missing files.</summary>
    /// <exception cref="SchemaMismatchException">
    /// A version before the first release created the database, or the database is newer than this program, or an applied
    /// file differs from this program's.
    /// </exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.Background.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({LockId})", cancellationToken);
        await ExecuteAsync(connection, $"CREATE SCHEMA IF NOT EXISTS {Database.SchemaName}", cancellationToken);
        await ExecuteAsync(
            connection,
            """
            CREATE TABLE IF NOT EXISTS schema_version (
                version integer PRIMARY KEY,
                name text NOT NULL,
                checksum text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now())
            """,
            cancellationToken);

        var applied = await ReadAppliedAsync(connection, cancellationToken);
        var files = ReadFiles();
        Verify(applied, files);
        foreach (var file in files.Where(f => !applied.ContainsKey(f.Version)))
        {
            await ExecuteAsync(connection, file.Sql, cancellationToken);
            await using var record = new NpgsqlCommand(
                "INSERT INTO schema_version (version, name, checksum) VALUES ($1, $2, $3)", connection);
            record.Parameters.Add(new() { Value = file.Version });
            record.Parameters.Add(new() { Value = file.Name });
            record.Parameters.Add(new() { Value = file.Checksum });
            await record.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static void Verify(SortedDictionary<int, string> applied, IReadOnlyList<SchemaFile> files)
    {
        // The initial file does not change after the first release, so another checksum comes from an earlier version.
        // The numbers of later files are then meaningless to this program.
        if (applied.TryGetValue(files[0].Version, out var initial) && initial != files[0].Checksum)
        {
            throw new SchemaMismatchException(
                $"The database has the schema migrations {string.Join(", ", applied.Keys)} of a version before the first release. " +
                "Data of such versions cannot be taken over; nothing was changed. Start with a new data directory (--data-dir) " +
                "or another database (ConnectionStrings__Batch). To move the data, run export with the version that made the " +
                "database, and load with this one.");
        }

        foreach (var (version, checksum) in applied)
        {
            var file = files.FirstOrDefault(f => f.Version == version) ?? throw new SchemaMismatchException(
                $"The database has schema version {version}, this program knows versions up to {files[^1].Version}. " +
                "Start a newer program; nothing was changed.");
            if (file.Checksum != checksum)
            {
                throw new SchemaMismatchException(
                    $"Schema file {file.Name} is not the one that was applied to this database. " +
                    "Start the program that made it; nothing was changed.");
            }
        }
    }

    private static async Task<SortedDictionary<int, string>> ReadAppliedAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = new SortedDictionary<int, string>();
        await using var command = new NpgsqlCommand("SELECT version, checksum FROM schema_version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetInt32(0), reader.GetString(1));
        }

        return applied;
    }

    private static List<SchemaFile> ReadFiles()
    {
        var assembly = typeof(SchemaMigrator).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(n => n.EndsWith(".sql", StringComparison.Ordinal))
            .Select(n => ReadFile(assembly, n))
            .OrderBy(f => f.Version)];
    }

    private static SchemaFile ReadFile(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        var name = resource.Split('.')[^2];
        var version = int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture);
        return new SchemaFile(version, name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // Without a time limit: for an index over a large table, or the migration of another process.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record SchemaFile(int Version, string Name, string Sql, string Checksum);
}

/// <summary>The database's schema and this program do not match. Nothing was changed.</summary>
public sealed class SchemaMismatchException(string message) : Exception(message);
