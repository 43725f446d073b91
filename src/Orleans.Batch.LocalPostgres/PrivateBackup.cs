using Npgsql;

namespace Orleans.Batch.LocalPostgres;

/// <summary>
/// Copies the private instance's database into one file while it is in use, and back. The file has pg_dump's own
/// format: of one moment, for the same or a newer major version of PostgreSQL, and readable by its tools.
/// </summary>
public sealed class PrivateBackup
{
    private readonly PostgresBinaries _binaries;
    private readonly NpgsqlConnectionStringBuilder _database;

    private PrivateBackup(PostgresBinaries binaries, string connectionString) =>
        (_binaries, _database) = (binaries, new NpgsqlConnectionStringBuilder(connectionString));

    /// <summary>Finds the programs that fit the data.</summary>
    /// <param name="options">Where the instance is.</param>
    /// <param name="connectionString">Its connection string; the instance runs.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="PrivatePostgresException">No programs fit.</exception>
    public static async Task<PrivateBackup> CreateAsync(
        PrivatePostgresOptions options, string connectionString, CancellationToken cancellationToken)
    {
        var directory = DataDirectory.At(options.DataDirectory);
        var found = await PostgresLocator.FindAsync(options.BinaryDirectory, directory, cancellationToken);
        return new PrivateBackup(new PostgresSelector(found, directory, options.BinaryDirectory).Choose(), connectionString);
    }

    /// <summary>Whether a file begins like one from <see cref="WriteAsync"/>.</summary>
    public static async Task<bool> IsBackupAsync(string file, CancellationToken cancellationToken)
    {
        var magic = new byte[5];
        await using var content = File.OpenRead(file);
        return await content.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken) == magic.Length
            && magic.AsSpan().SequenceEqual("PGDMP"u8);
    }

    /// <summary>Writes the database as it is at the moment of the call.</summary>
    /// <exception cref="PrivatePostgresException">pg_dump is missing, or failed; then the file is unusable.</exception>
    public Task WriteAsync(string file, CancellationToken cancellationToken) =>
        RunAsync("pg_dump", ["--format=custom", "--compress=1", "--no-owner", "--no-privileges", "--file", file], cancellationToken);

    /// <summary>Reads a file into the database, which must be empty, in one transaction.</summary>
    /// <exception cref="PrivatePostgresException">pg_restore is missing, or failed; then the database is unchanged.</exception>
    public Task ReadAsync(string file, CancellationToken cancellationToken) =>
        RunAsync("pg_restore", ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", file], cancellationToken);

    /// <summary>Bytes of the database on disk, including indexes.</summary>
    public Task<long> SizeAsync(CancellationToken cancellationToken) =>
        QueryAsync("SELECT pg_database_size(current_database())", cancellationToken);

    /// <summary>Whether the database has a schema of this name.</summary>
    public async Task<bool> HasSchemaAsync(string name, CancellationToken cancellationToken) =>
        await QueryAsync("SELECT count(*) FROM pg_namespace WHERE nspname = $1", cancellationToken, name) > 0;

    /// <summary>After reading: creates the statistics and the visibility map, without which the first plans are poor.</summary>
    public Task AnalyzeAsync(CancellationToken cancellationToken) => QueryAsync("VACUUM (ANALYZE)", cancellationToken);

    private async Task<long> QueryAsync(string sql, CancellationToken cancellationToken, string? parameter = null)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        if (parameter is not null)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    /// <summary>The npm package and some distributions' server packages lack the client programs.</summary>
    private async Task<string> FindAsync(string name, CancellationToken cancellationToken)
    {
        var besideTheServer = PostgresBinaries.Program(_binaries.BinaryDirectory, name);
        if (File.Exists(besideTheServer))
        {
            return besideTheServer;
        }

        return await PostgresLocator.FindClientAsync(name, _binaries.MajorVersion, cancellationToken)
            ?? throw new PrivatePostgresException(
                $"{name} of PostgreSQL {_binaries.MajorVersion} or newer was found neither in {_binaries.BinaryDirectory}, where the other programs "
                + $"are, nor elsewhere on this machine. It comes with the client programs: apt-get install postgresql-client-{_binaries.MajorVersion} "
                + "(Debian, Ubuntu), dnf install postgresql (Fedora, Red Hat), apk add postgresql-client (Alpine). Or copy the whole data directory "
                + "while no server runs on it.");
    }

    private async Task RunAsync(string name, string[] options, CancellationToken cancellationToken)
    {
        var program = await FindAsync(name, cancellationToken);
        string[] command =
        [
            program, "--host", _database.Host!, "--port", $"{_database.Port}", "--username", _database.Username!, "--no-password",
            "--dbname", _database.Database!, .. options,
        ];
        var result = await ExternalProgram.RunAsync(
            command, new Dictionary<string, string> { ["PGPASSWORD"] = _database.Password! }, cancellationToken);
        if (!result.Succeeded)
        {
            throw new PrivatePostgresException($"{name} failed: {result.Output}");
        }
    }
}
