using System.Net;
using System.Text;
using System.Text.Json;
using FsCheck.Fluent;
using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Idempotency;

/// <summary>A call with an idempotency key has one effect, regardless of the number of repetitions, one after the other or concurrent.</summary>
public sealed class KeyedCallTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly TemporaryDataDirectory _data = new();
    private RunningServer _server = null!;
    private HttpClient _api = null!;

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        _server = await RunningServer.ServeAsync(_data, ("ConnectionStrings__Batch", _database.ConnectionString));
        _api = _server.NewClient();
        (await PostAsync("graph/create", """{"graph_id":"g"}""")).Status.ShouldBe(HttpStatusCode.Created);
    }

    public async Task DisposeAsync()
    {
        await _server.StopAsync();
        await _database.DisposeAsync();
    }

    public void Dispose()
    {
        _api.Dispose();
        _server.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task AnyRepeats_OneEffectAndTheSameAnswer()
    {
        var repeats = Gen.ArrayOf(Gen.Elements(1, 2, 3, 20), 3); // of create, add and process; 20 go at once
        var seed = (ulong)Random.Shared.NextInt64();
        output.WriteLine($"seed {seed}");

        foreach (var plan in repeats.Sample(8, new FsCheck.Rnd(seed), 10))
        {
            await OneEffectAsync(plan);
        }
    }

    [Fact]
    public async Task AnotherBodyUnderTheSameKey_IsRefusedAndHasNoEffect()
    {
        var batch = await RepeatAsync("batches", """{"metadata":{"n":1}}""", 1);
        var before = await CountAsync("batch");

        (await PostAsync("batches", """{"metadata":{"n":2}}""", batch.Key)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await CountAsync("batch")).ShouldBe(before);

        var items = $"batches/{batch.Id}/items";
        var added = await RepeatAsync(items, Items(3), 1);
        (await PostAsync(items, Items(4), added.Key)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await CountAsync("batch_item")).ShouldBe(3);
    }

    [Fact]
    public async Task ARefusal_IsRepeatedToo()
    {
        var batch = await RepeatAsync("batches", "{}", 1);
        await RepeatAsync($"batches/{batch.Id}/items", Items(2).Replace("\"g\"", "\"nowhere\"", StringComparison.Ordinal), 1);

        var first = await PostAsync($"batches/{batch.Id}/process", null, "k");
        var second = await PostAsync($"batches/{batch.Id}/process", null, "k");

        first.Status.ShouldBe(HttpStatusCode.BadRequest);
        (second.Status, second.Body).ShouldBe((first.Status, first.Body));
        second.Replayed.ShouldBeTrue();
    }

    private async Task OneEffectAsync(int[] plan)
    {
        var before = (await CountAsync("batch"), await CountAsync("batch_item"), await CountAsync("outbox"));

        var batch = await RepeatAsync("batches", """{"metadata":{"a":1}}""", plan[0]);
        await RepeatAsync($"batches/{batch.Id}/items", Items(5), plan[1]);
        await RepeatAsync($"batches/{batch.Id}/process", null, plan[2]);

        await Eventually.TrueAsync(
            async () => (await _api.GetStringAsync($"batches/{batch.Id}")).Contains("succeeded\"", StringComparison.Ordinal));
        (await CountAsync("batch"), await CountAsync("batch_item"), await CountAsync("outbox"))
            .ShouldBe((before.Item1 + 1, before.Item2 + 5, before.Item3 + 1));
        (await CountAsync("graph_episode")).ShouldBe(await CountAsync("batch_item"));
    }

    /// <summary>Makes a call this number of times: up to three one after the other, more concurrently.</summary>
    private async Task<(string Key, string Id)> RepeatAsync(string path, string? body, int times)
    {
        var key = Guid.NewGuid().ToString();
        var answers = new List<Answer>();
        if (times > 3)
        {
            answers.AddRange(await Task.WhenAll(Enumerable.Range(0, times).Select(_ => PostAsync(path, body, key))));

            // A call that arrives during another with its key is told to try again.
            answers.Where(a => a.Status == HttpStatusCode.Conflict)
                .ShouldAllBe(a => a.Body.Contains("idempotency_in_flight", StringComparison.Ordinal));
            answers.RemoveAll(a => a.Status == HttpStatusCode.Conflict);
        }

        for (var i = 0; i < Math.Min(times, 3); i++)
        {
            answers.Add(await PostAsync(path, body, key));
        }

        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK);
        answers.Select(a => a.Body).Distinct().ShouldHaveSingleItem();
        answers.Count(a => !a.Replayed).ShouldBe(1);
        using var answer = JsonDocument.Parse(answers[0].Body);
        return (key, answer.RootElement.ValueKind == JsonValueKind.Object ? answer.RootElement.GetProperty("batch_id").GetString()! : "");
    }

    private async Task<Answer> PostAsync(string path, string? body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await _api.SendAsync(request);
        return new(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Contains("Idempotent-Replayed"));
    }

    private Task<long> CountAsync(string table) => _database.ScalarAsync<long>($"SELECT count(*) FROM {table}");

    private static string Items(int count) => JsonSerializer.Serialize(new
    {
        items = Enumerable.Range(0, count).Select(i => new { type = "graph_episode", graph_id = "g", data_type = "text", data = $"{i}" }),
    });

    private sealed record Answer(HttpStatusCode Status, string Body, bool Replayed);
}
