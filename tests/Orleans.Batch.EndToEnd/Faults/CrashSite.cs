using System.Security.Cryptography;
using Npgsql;
using Orleans.Batch.LocalPostgres;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>A server with its private PostgreSQL, both real processes, killed and restarted at the same address.</summary>
public class CrashSite : IAsyncLifetime
{
    private readonly TemporaryDataDirectory _data = new();
    private RunningServer? _server;
    private (string Name, string? Value)[] _settings = [];

    public string Key { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public string Url { get; private set; } = "";

    public RunningServer Server => _server ?? throw new InvalidOperationException("the server has not been started");

    public string DataPath => _data.Path;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.ServeAsync(_data, Variables());
        Url = _server.Url;
    }

    public Task DisposeAsync()
    {
        _server?.Dispose();
        _data.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The configuration of the following starts.</summary>
    public void Configure(params (string Name, string? Value)[] settings) => _settings = settings;

    /// <summary>Starts the server again, on the same port and data.</summary>
    public async Task StartAsync()
    {
        _server?.Dispose();
        _server = await RunningServer.ServeAsync(_data, new Uri(Url).Port, Variables());
    }

    /// <summary>Ends the server cleanly and starts it again.</summary>
    public async Task RestartAsync()
    {
        (await Server.StopAsync()).ShouldBe(0, Server.Output);
        await StartAsync();
    }

    /// <summary>Sends SIGKILL to the server; its PostgreSQL continues without it.</summary>
    public Task KillServerAsync() => Server.KillAsync();

    /// <summary>Sends a signal to the postmaster; does nothing if there is none.</summary>
    public void SignalPostmaster(string signal)
    {
        if (_data.TryPostmasterId() is { } postmaster)
        {
            Signals.Send(postmaster, signal);
            if (signal == "KILL")
            {
                Signals.WaitForEnd(postmaster); // a request to the database from here on waits for the next postmaster
            }
        }
    }

    /// <summary>Sends SIGKILL to one of the server's sessions, after which PostgreSQL ends all of them and recovers.</summary>
    public async Task KillSessionAsync(Random chance)
    {
        try
        {
            await using var database = new NpgsqlConnection(Unpooled(await ConnectionStringAsync()));
            await database.OpenAsync();
            await using var list = new NpgsqlCommand(
                "SELECT array(SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'Orleans.Batch%' ORDER BY state = 'active' DESC, pid LIMIT 8)",
                database);
            var sessions = (int[])(await list.ExecuteScalarAsync())!;
            if (sessions.Length > 0)
            {
                var victim = sessions[chance.Next(sessions.Length)];
                Signals.Send(victim, "KILL");
                Signals.WaitUntilReaped(victim); // from here on PostgreSQL refuses connections until it has recovered
            }
        }
        catch (NpgsqlException)
        {
            // PostgreSQL is down: there is no session to kill.
        }
    }

    /// <summary>The connection string of the private database, once it answers.</summary>
    public Task<string> ConnectionStringAsync() => PrivatePostgres.ConnectToRunningAsync(
        new PrivatePostgresOptions { DataDirectory = _data.Path, StartTimeout = Eventually.MaxWait }, TimeProvider.System, default);

    private (string Name, string? Value)[] Variables() => [("BATCH_API_KEY", Key), .. _settings];

    private static string Unpooled(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
}
