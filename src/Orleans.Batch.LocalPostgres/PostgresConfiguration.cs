namespace Orleans.Batch.LocalPostgres;

/// <summary>
/// The settings of the private instance. They are in a separate file that every start rewrites, so that a
/// newer program applies newer settings; settings from an operator's ALTER SYSTEM still take precedence.
/// </summary>
internal static class PostgresConfiguration
{
    private const string FileName = "orleans-batch.conf";
    private const string Include = $"include = '{FileName}'";

    /// <summary>Appears in the titles of the cluster's processes.</summary>
    public static string ClusterName(DataDirectory directory) => "orleans-batch-" + directory.Fingerprint;

    /// <summary>Writes the settings.</summary>
    /// <returns>True if they differ from the previous ones.</returns>
    public static bool Write(DataDirectory directory, InstanceAddress address)
    {
        var main = Path.Combine(directory.ClusterPath, "postgresql.conf");
        if (!File.ReadLines(main).Any(l => l.Trim() == Include))
        {
            File.AppendAllText(main, $"\n{Include}\n");
        }

        var path = Path.Combine(directory.ClusterPath, FileName);
        var text = Text(directory, address);
        if (File.Exists(path) && File.ReadAllText(path) == text)
        {
            return false;
        }

        File.WriteAllText(path, text);
        return true;
    }

    /// <summary>
    /// The memory for pages in MB: an eighth of what there is. PostgreSQL advises a quarter of a machine of its own; this one also runs
    /// the server, and often more. The upper limit holds the indexes that a load of two million items writes to at random.
    /// </summary>
    /// <param name="available">The memory of the machine or container, in bytes.</param>
    internal static long SharedBuffers(long available) => Math.Clamp((available >> 20) / 8 / 64 * 64, 128, 2_048);

    private static string Text(DataDirectory directory, InstanceAddress address) =>
        $"""
        # Written at every start of Orleans.Batch.Server. Your own settings: ALTER SYSTEM SET ...
        {(address.SocketDirectory is null ? "listen_addresses = '127.0.0.1'" : "listen_addresses = ''")}
        unix_socket_directories = {Quoted(address.SocketDirectory ?? "")}
        unix_socket_permissions = 0700
        port = {address.Port}
        cluster_name = '{ClusterName(directory)}'
        max_connections = 100
        fsync = on
        synchronous_commit = on
        shared_buffers = {SharedBuffers(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)}MB
        min_wal_size = 512MB
        max_wal_size = 4GB
        checkpoint_timeout = 15min
        wal_compression = on
        jit = off
        timezone = 'UTC'
        logging_collector = on
        log_directory = {Quoted(directory.Logs)}
        log_filename = '{LogFiles.NamePattern}'
        log_rotation_age = 0
        log_rotation_size = {LogFiles.MegabytesEach}MB
        log_timezone = 'UTC'
        # Statements can carry what users stored; the log must not.
        log_min_error_statement = panic
        log_parameter_max_length_on_error = 0
        log_error_verbosity = terse

        """;

    private static string Quoted(string text) =>
        "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + "'";
}
