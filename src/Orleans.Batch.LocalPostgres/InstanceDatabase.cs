using Npgsql;

namespace Orleans.Batch.LocalPostgres;

/// <summary>The product's database inside the instance.</summary>
internal static class InstanceDatabase
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    // The driver's maximum time to connect.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(1_024);

    /// <param name="address">The address of the instance, which accepts connections.</param>
    /// <param name="password">Its owner's password.</param>
    /// <param name="maxWait">How long each step may take: an overloaded machine is slow, not broken.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public static async Task CreateAsync(
        InstanceAddress address, string password, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var seconds = (int)(maxWait < LongestTimeout ? maxWait : LongestTimeout).TotalSeconds;
        var settings = new NpgsqlConnectionStringBuilder(address.ConnectionString(password, "postgres", pooling: false))
        {
            Timeout = seconds,
            CommandTimeout = seconds,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT 1 FROM pg_database WHERE datname = '{PrivatePostgres.DatabaseName}'";
        if (await command.ExecuteScalarAsync(cancellationToken) is null)
        {
            command.CommandText = $"CREATE DATABASE {PrivatePostgres.DatabaseName}";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public static async Task<string> AwaitRunningAsync(
        DataDirectory directory, TimeSpan maxWait, TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var failure = "no password file yet";
            if (SecretFile.TryRead(PostgresCluster.PasswordFile(directory)) is { } password)
            {
                // A pooled connection says nothing about the current state of the instance.
                var address = InstanceAddress.For(directory);
                failure = await TryOpenAsync(address.ConnectionString(password, PrivatePostgres.DatabaseName, pooling: false), cancellationToken);
                if (failure is null)
                {
                    return address.ConnectionString(password, PrivatePostgres.DatabaseName);
                }
            }

            if (clock.GetElapsedTime(began) > maxWait)
            {
                throw new PrivatePostgresException(
                    $"The database of the server that runs on {directory.Root} did not answer: {failure}");
            }

            await Task.Delay(Poll, clock, cancellationToken);
        }
    }

    private static async Task<string?> TryOpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            return null;
        }
        catch (NpgsqlException e)
        {
            return e.Message;
        }
    }
}
