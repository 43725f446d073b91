using System.Collections.Concurrent;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>
/// Live writes to the graphs and threads of a history, about the subjects of its batches, while processes die; and the
/// checks afterwards: accepted writes are in their graph once, a client's in the order of sending; writes
/// without an answer are there at most once.
/// </summary>
internal sealed class LiveWrites(RetryingClient api, string name, int seed)
{
    private const int Clients = 3;
    private const int Graphs = 10;
    private const int Threads = 4;
    private const int Customers = 5;
    private const int Days = 12;

    private static readonly DateTimeOffset Origin = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<string, Sent> _sent = [];

    /// <summary>The numbers of accepted and of sent writes.</summary>
    public (int Accepted, int Sent) Counts => (_sent.Count(s => s.Value.Accepted), _sent.Count);

    /// <summary>Writes until a task is completed.</summary>
    public Task WriteAsync(Task during) => Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
    {
        var chance = new Random((seed * Clients) + client);
        for (var i = 0; !during.IsCompleted; i++)
        {
            var (path, content, body) = Next(chance, $"{name}: live write {i} of client {client}");
            _sent[content] = new Sent(client, i, Accepted: false);
            var answer = await api.TryAsync(HttpMethod.Post, path, body);
            _sent[content] = new Sent(client, i, answer.Succeeded);
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }));

    /// <summary>Fails unless the conditions hold.</summary>
    public async Task ShouldBeThereOnceInOrderAsync(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = Database.SchemaName, Pooling = false };
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        await Eventually.TrueAsync(
            async () => (long)(await database.CreateCommand("SELECT count(*) FROM realtime_item").ExecuteScalarAsync())! == 0);
        var stored = await StoredAsync(database);
        var contents = stored.Select(s => s.Content).ToArray();
        contents.GroupBy(s => s).Where(s => s.Count() > 1).ShouldBeEmpty("some are in a graph twice");
        _sent.Where(s => s.Value.Accepted).Select(s => s.Key).Except(contents).ShouldBeEmpty("some were accepted and are lost");
        contents.Except(_sent.Keys).ShouldBeEmpty();

        // A write without an answer may come after those that were sent later.
        var accepted = stored.Select(s => (s.Graph, Sent: _sent[s.Content])).Where(s => s.Sent.Accepted);
        foreach (var ofClient in accepted.GroupBy(s => (s.Graph, s.Sent.Client), s => s.Sent.Order))
        {
            ofClient.ShouldBeInOrder();
        }
    }

    private (string Path, string Content, object Body) Next(Random chance, string what)
    {
        var date = Origin.AddDays(chance.Next(Days));
        var customer = $"customer-{chance.Next(Customers)}";
        var graph_id = $"{name}-graph-{chance.Next(Graphs)}";
        switch (chance.Next(3))
        {
            case 0:
                var data = $$"""{"id":"{{customer}}","plan":"live-{{chance.Next(2)}}","note":"{{what}}"}""";
                return ("graph", data, new { graph_id, type = "json", data, created_at = date });
            case 1:
                var text = $"{what}. Kim works at {(chance.Next(2) == 0 ? "Acme" : "Globex")}.";
                return ("graph", text, new { graph_id, type = "text", data = text, created_at = date });
            default:
                var content = $"{what}. I live in {(chance.Next(2) == 0 ? "Porto" : "Braga")}.";
                var message = new { role = "user", name = "Kim", content, created_at = date };
                return ($"threads/{name}-thread-{chance.Next(Threads)}/messages", content, new { messages = new[] { message } });
        }
    }

    private async Task<List<(long Graph, string Content)>> StoredAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            """
            SELECT e.graph_key, d.content FROM graph_episode e JOIN episode_data d USING (episode_uuid)
            WHERE d.batch_key IS NULL AND strpos(d.content, $1 || ': live write ') > 0 ORDER BY e.graph_key, e.number
            """);
        command.Parameters.Add(new() { Value = name });
        await using var row = await command.ExecuteReaderAsync();
        var stored = new List<(long, string)>();
        while (await row.ReadAsync())
        {
            stored.Add((row.GetInt64(0), row.GetString(1)));
        }

        return stored;
    }

    private sealed record Sent(int Client, int Order, bool Accepted);
}
