using Npgsql;
using Orleans.Batch.TestKit.Servers;

namespace Orleans.Batch.Chaos.Faults;

/// <summary>The server's PostgreSQL sessions, each of which is a process.</summary>
/// <param name="connectionString">The database, without any proxy.</param>
public sealed class Sessions(string connectionString)
{
    private const string Ours = "FROM pg_stat_activity WHERE application_name LIKE 'Orleans.Batch%' AND backend_type = 'client backend'";

    private readonly string _connectionString =
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5, CommandTimeout = 5 }.ConnectionString;

    /// <summary>Returns some of them, busy ones first; none while PostgreSQL does not answer.</summary>
    /// <param name="count">The maximum number.</param>
    /// <param name="purpose">A part of their application_name.</param>
    /// <param name="chance">Selects them.</param>
    public async Task<int[]> ChooseAsync(int count, string purpose, Random chance)
    {
        var all = (int[]?)await ScalarAsync(
            $"SELECT array(SELECT pid {Ours} AND strpos(application_name, '{purpose}') > 0 ORDER BY state = 'active' DESC, pid LIMIT 24)") ?? [];
        chance.Shuffle(all);
        return all[..Math.Min(count, all.Length)];
    }

    /// <summary>Ends sessions, as an operator does.</summary>
    public Task EndAsync(int[] sessions) =>
        ScalarAsync($"SELECT count(pg_terminate_backend(pid)) {Ours} AND pid IN ({string.Join(',', sessions.Append(0))})");

    /// <summary>Stops processes, and continues them after a while.</summary>
    public static async Task StopForAsync(int[] sessions, TimeSpan time, CancellationToken sooner)
    {
        Send(sessions, "STOP");
        try
        {
            await Task.Delay(time, sooner).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        finally
        {
            Send(sessions, "CONT");
        }
    }

    private static void Send(int[] sessions, string signal)
    {
        foreach (var session in sessions)
        {
            Signals.Send(session, signal);
        }
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        try
        {
            await using var connection = new NpgsqlConnection(_connectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return null; // PostgreSQL is down: there is no session
        }
    }
}
