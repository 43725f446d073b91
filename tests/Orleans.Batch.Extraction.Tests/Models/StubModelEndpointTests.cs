using System.Net.Http.Json;
using System.Text.Json;
using Orleans.Batch.TestKit.Models;

namespace Orleans.Batch.Extraction.Tests.Models;

/// <summary>The stub is what other tests rely on: its plan repeats itself, its limits hold, its vectors are near for like texts.</summary>
public sealed class StubModelEndpointTests
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task Fail_WithOneSeed_TreatsTheSameBodiesTheSameWay()
    {
        var one = await BehaviorsAsync(7, concurrent: false);
        var two = await BehaviorsAsync(7, concurrent: true);
        var other = await BehaviorsAsync(8, concurrent: false);

        two.ShouldBe(one);
        other.ShouldNotBe(one);
        one.Count(b => b != StubBehavior.Good).ShouldBeInRange(15, 45, "of 100 with a share of 0.3");
    }

    [Fact]
    public async Task RateLimit_RefusesWhatIsBeyondIt_AndReportsIt()
    {
        await using var stub = await StubModelEndpoint.StartAsync(new() { RateLimit = new(2, 1_000_000, TimeSpan.FromMinutes(5)) });

        var statuses = new List<int>();
        var remaining = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await PostAsync(stub, "chat/completions", Chat("hello"));
            statuses.Add((int)response.StatusCode);
            remaining.Add(response.Headers.GetValues("x-ratelimit-remaining-requests").Single());
            response.Headers.GetValues("x-ratelimit-reset-requests").Single().ShouldMatch("^[45]m[0-9]+s$");
        }

        statuses.ShouldBe([200, 200, 429]);
        remaining.ShouldBe(["1", "0", "0"]);
    }

    [Theory]
    [InlineData("float")]
    [InlineData("base64")]
    public async Task Embeddings_OfTextsWithWordsInCommon_AreNear(string format)
    {
        await using var stub = await StubModelEndpoint.StartAsync();

        using var response = await PostAsync(stub, "embeddings", new
        {
            model = "stub",
            input = (string[])["Ada drinks green tea", "Green tea is what Ada drinks", "Trains run late on Mondays"],
            encoding_format = format,
        });
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();

        var vectors = body.GetProperty("data").EnumerateArray().Select(d => Decode(d.GetProperty("embedding"))).ToList();
        vectors.ShouldAllBe(v => v.Length == 64 && Math.Abs(Dot(v, v) - 1) < 1e-5);
        Dot(vectors[0], vectors[1]).ShouldBeGreaterThan(0.5f);
        Dot(vectors[0], vectors[2]).ShouldBeLessThan(0.4f);
        body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Completions_StateWhatNumberedTurnsState_AndNothingElse()
    {
        await using var stub = await StubModelEndpoint.StartAsync();
        var user = string.Join('\n', [
            Line("before", 1, "FACT: Eve | OWNS | Nothing"),
            Line("turn", 1, "Hello.\nFACT: Ada | WORKS_AT | Acme | since 2020-01-01"),
            Line("turn", 2, "FACT: Ada | AGE | =42\nFACT: broken"),
        ]);

        using var response = await PostAsync(stub, "chat/completions", Chat(user));
        var text = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        var answer = JsonSerializer.Deserialize<JsonElement>(text);

        answer.GetProperty("entities").EnumerateArray().Select(e => e.GetProperty("name").GetString()).ShouldBe(["Ada", "Acme"]);
        answer.GetProperty("facts").EnumerateArray().Select(f => $"{f.GetProperty("episodes")[0]} {f.GetProperty("predicate")} {f.GetProperty("value")} {f.GetProperty("at")} {f.GetProperty("at_quote")}")
            .ShouldBe(["1 WORKS_AT  2020-01-01 since 2020-01-01", "2 AGE 42  "]);
    }

    private static async Task<List<StubBehavior>> BehaviorsAsync(int seed, bool concurrent)
    {
        await using var stub = await StubModelEndpoint.StartAsync();
        stub.Plan.Fail(seed, 0.3, StubBehavior.ServerError, StubBehavior.BrokenJson);
        var bodies = Enumerable.Range(0, 50).Select(i => Chat($"request {i}")).ToList();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if (concurrent)
            {
                await Task.WhenAll(bodies.AsEnumerable().Reverse().Select(async b => (await PostAsync(stub, "chat/completions", b)).Dispose()));
            }
            else
            {
                foreach (var body in bodies)
                {
                    (await PostAsync(stub, "chat/completions", body)).Dispose();
                }
            }
        }

        return [.. stub.Requests.GroupBy(r => r.Text).OrderBy(g => g.Key, StringComparer.Ordinal).SelectMany(g => g.Select(r => r.Behavior))];
    }

    private static object Chat(string user) => new { model = "stub", messages = new[] { new { role = "user", content = user } } };

    private static string Line(string kind, int number, string text) =>
        JsonSerializer.Serialize(new Dictionary<string, object> { [kind] = number, ["text"] = text });

    private static Task<HttpResponseMessage> PostAsync(StubModelEndpoint stub, string path, object body) =>
        Http.PostAsJsonAsync(new Uri($"{stub.Address}/{path}"), body);

    private static float[] Decode(JsonElement embedding)
    {
        if (embedding.ValueKind == JsonValueKind.Array)
        {
            return [.. embedding.EnumerateArray().Select(e => e.GetSingle())];
        }

        var bytes = embedding.GetBytesFromBase64();
        var vector = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, vector, 0, bytes.Length);
        return vector;
    }

    private static float Dot(float[] one, float[] other) => one.Zip(other, (a, b) => a * b).Sum();
}
