using System.Collections.Concurrent;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>
/// Live writes to the graphs of a history, whatever dies meanwhile, and what must be true of them afterwards: what was
/// accepted is in its graph once; what was not answered is there once or not at all.
/// </summary>
internal sealed class LiveWrites(PatientClient api, string name)
{
    private const int Clients = 3;
    private const int Graphs = 10;

    private readonly ConcurrentDictionary<string, bool> _sent = [];

    /// <summary>How many were accepted, and how many were sent.</summary>
    public (int Accepted, int Sent) Counts => (_sent.Count(s => s.Value), _sent.Count);

    /// <summary>Writes until something is over.</summary>
    public Task WriteAsync(Task during) => Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
    {
        for (var i = 0; !during.IsCompleted; i++)
        {
            var data = $"{name}: live write {i} of client {client}";
            _sent[data] = false;
            var answer = await api.TryAsync(
                HttpMethod.Post, "graph", new { graph_id = $"{name}-graph-{i % Graphs}", type = "text", data });
            _sent[data] = answer.Succeeded;
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }));

    /// <summary>Fails unless it is so.</summary>
    public async Task ShouldBeThereOnceAsync(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = Database.SchemaName, Pooling = false };
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        await Eventually.TrueAsync(
            async () => (long)(await database.CreateCommand("SELECT count(*) FROM realtime_item").ExecuteScalarAsync())! == 0,
            TimeSpan.FromSeconds(30));
        var stored = await StoredAsync(database);
        stored.GroupBy(s => s).Where(s => s.Count() > 1).ShouldBeEmpty("some are in a graph twice");
        _sent.Where(s => s.Value).Select(s => s.Key).Except(stored).ShouldBeEmpty("some were accepted and are lost");
        stored.Except(_sent.Keys).ShouldBeEmpty();
    }

    private async Task<List<string>> StoredAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            """
            SELECT d.content FROM graph_episode e JOIN episode_data d USING (episode_uuid)
            WHERE d.batch_key IS NULL AND starts_with(d.content, $1 || ':')
            """);
        command.Parameters.Add(new() { Value = name });
        await using var row = await command.ExecuteReaderAsync();
        var stored = new List<string>();
        while (await row.ReadAsync())
        {
            stored.Add(row.GetString(0));
        }

        return stored;
    }
}
