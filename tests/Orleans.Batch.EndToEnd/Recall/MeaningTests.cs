using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orleans.Batch.TestKit.Embeddings;

namespace Orleans.Batch.EndToEnd.Recall;

/// <summary>A server with a local model finds what shares no word with a query; without one it does not.</summary>
public sealed class MeaningTests
{
    private const string Boiler = "the boiler broke down";

    [Fact]
    public async Task Search_WithALocalModel_FindsByMeaning()
    {
        using var data = new TemporaryDataDirectory();
        TinyModel.Write(data.In("model"));
        using (var server = await RunningServer.ServeAsync(data))
        {
            using var http = server.NewClient();
            await PostAsync(http, "graph/create", new { graph_id = "flat" });
            await PostAsync(http, "graph", new { graph_id = "flat", type = "text", data = Boiler });
            await PostAsync(http, "graph", new { graph_id = "flat", type = "text", data = "we have a puppy" });
            await Eventually.TrueAsync(async () => (await SearchAsync(http, "boiler")).Count > 0);
            (await SearchAsync(http, "radiator")).ShouldBeEmpty();
            (await server.StopAsync()).ShouldBe(0);
        }

        using var hybrid = await RunningServer.ServeAsync(
            data,
            ("Embeddings__Folder", data.In("model")),
            ("Embeddings__QueryTimeout", "00:00:30"), // a busy machine must not make it a search by words
            ("SearchIndex__Interval", "00:00:00.200"));
        using var client = hybrid.NewClient();

        await Eventually.TrueAsync(async () => (await SearchAsync(client, "radiator")).Count > 0);
        (await SearchAsync(client, "radiator"))[0].ShouldBe(Boiler);
        (await hybrid.StopAsync()).ShouldBe(0);
    }

    private static async Task<IReadOnlyList<string>> SearchAsync(HttpClient http, string query)
    {
        var found = await PostAsync(http, "graph/search", new { graph_id = "flat", query, scope = "episodes" });
        return [.. found["episodes"]?.AsArray().Select(e => (string)e!["content"]!) ?? []];
    }

    private static async Task<JsonNode> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
