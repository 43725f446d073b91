using Npgsql;
using Orleans.Batch.Chaos;
using Orleans.Batch.Chaos.Model;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.TestKit.Webhooks;

namespace Orleans.Batch.EndToEnd.Chaos;

/// <summary>A run without faults, whose database is copied and modified.</summary>
public sealed class CalmRun : IAsyncLifetime
{
    private const string Copy = "tampered";

    private ChaosRun? _run;

    private ChaosRun Run => _run ?? throw new InvalidOperationException("the run has not been made");

    /// <summary>The messages that the webhook receiver got.</summary>
    public IReadOnlyCollection<ReceivedMessage> Received => Run.Site.Receiver.Messages;

    public async Task InitializeAsync()
    {
        _run = await ChaosRun.StartAsync(new ChaosOptions(Seed: 7, Calls: 1_500));
        var report = await _run.RunAsync();
        report.Violations.ShouldBeEmpty(report.ToString());
        await _run.Site.StopServerAsync();
    }

    public async Task DisposeAsync()
    {
        if (_run is not null)
        {
            await _run.DisposeAsync();
        }
    }

    /// <summary>Checks a copy of the database after a statement.</summary>
    /// <param name="sql">Must change something.</param>
    public async Task<IReadOnlyList<Violation>> TamperAsync(string sql)
    {
        var original = Run.Site.Postgres.ConnectionString;
        await ExecuteAsync(In("postgres"), $"DROP DATABASE IF EXISTS {Copy}");
        await ExecuteAsync(In("postgres"), $"CREATE DATABASE {Copy} TEMPLATE {new NpgsqlConnectionStringBuilder(original).Database}");
        (await ExecuteAsync(In(Copy), sql)).ShouldNotBe(0, $"nothing was tampered with: {sql}");
        return await Run.CheckAsync(In(Copy));
    }

    /// <summary>Checks with other received messages.</summary>
    public Task<IReadOnlyList<Violation>> CheckReceivedAsync(IEnumerable<ReceivedMessage> received) =>
        Run.CheckAsync(Run.Site.Postgres.ConnectionString, [.. received]);

    private string In(string database) => new NpgsqlConnectionStringBuilder(Run.Site.Postgres.ConnectionString)
    {
        Database = database,
        SearchPath = Database.SchemaName,
        Pooling = false,
    }.ConnectionString;

    private static async Task<int> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }
}
