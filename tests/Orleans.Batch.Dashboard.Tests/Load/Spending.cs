using System.Diagnostics;

namespace Orleans.Batch.Dashboard.Tests.Load;

/// <summary>What a server used in an interval.</summary>
/// <param name="Queries">Transactions in its database.</param>
/// <param name="Server">CPU time of its process.</param>
/// <param name="Postgres">CPU time of its connections' backends.</param>
/// <param name="Wall">The interval.</param>
internal sealed record Spending(long Queries, TimeSpan Server, TimeSpan Postgres, TimeSpan Wall)
{
    /// <summary>Backends report their statistics after at most ten idle seconds.</summary>
    public static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(11);

    private const string CountQueries =
        "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()";

    private const string Backends = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()";

    public double QueriesPerSecond => Queries / Wall.TotalSeconds;

    /// <summary>CPU time of both.</summary>
    public TimeSpan Cpu => Server + Postgres;

    public static Task<Spending> OverAsync(TimeSpan time, DashboardServer server) =>
        OverAsync(() => Task.Delay(time), server); // measures an interval, waits for nothing

    public static async Task<Spending> OverAsync(Func<Task> work, DashboardServer server)
    {
        var before = await ReadAsync(server);
        await work();
        var after = await ReadAsync(server);
        return new Spending(
            after.Queries - before.Queries, after.Server - before.Server, after.Postgres - before.Postgres, after.Wall - before.Wall);
    }

    public override string ToString() =>
        $"{QueriesPerSecond:F1} queries/s, CPU {Share(Server):P1} of a core in the server and {Share(Postgres):P1} in PostgreSQL";

    private static async Task<Spending> ReadAsync(DashboardServer server)
    {
        var postgres = TimeSpan.Zero;
        foreach (var id in await server.Database.ColumnAsync<int>(Backends))
        {
            postgres += TimeOf(id);
        }

        return new Spending(
            await server.Database.ScalarAsync<long>(CountQueries),
            TimeOf(server.Process.Id),
            postgres,
            Stopwatch.GetElapsedTime(0));
    }

    private static TimeSpan TimeOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.TotalProcessorTime;
        }
        catch (ArgumentException)
        {
            return TimeSpan.Zero; // a connection that has just ended
        }
    }

    private double Share(TimeSpan time) => time / Wall;
}
