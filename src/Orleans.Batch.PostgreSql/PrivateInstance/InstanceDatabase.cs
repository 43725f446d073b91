using Npgsql;

namespace Orleans.Batch.PostgreSql.PrivateInstance;

/// <summary>The product's database inside the instance.</summary>
internal static class InstanceDatabase
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    public static async Task CreateAsync(InstanceAddress address, string password, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(address.ConnectionString(password, "postgres", pooling: false));
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
        DataDirectory directory, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var failure = "no password file yet";
            if (SecretFile.TryRead(Cluster.PasswordFile(directory)) is { } password)
            {
                var connectionString = InstanceAddress.For(directory).ConnectionString(password, PrivatePostgres.DatabaseName);
                failure = await TryOpenAsync(connectionString, cancellationToken);
                if (failure is null)
                {
                    return connectionString;
                }
            }

            if (clock.GetElapsedTime(began) > patience)
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
