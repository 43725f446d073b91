using Orleans.Batch.TestKit.Models;
using Spectre.Console;

namespace Orleans.Batch.Benchmarks;

/// <summary>
/// Live writes beside a batch that a model extracts, at 3,000 requests a minute. The model is the stub of the tests, in this
/// process: it answers at once, so that what is measured is the work of the server.
/// </summary>
internal static class ModelLiveRows
{
    private const int Graphs = 100;
    private const string Profile = "Models__Profiles__stub__";

    /// <summary>The server's settings; none without the stub.</summary>
    public static IEnumerable<(string Name, string? Value)> SettingsOf(StubModelEndpoint? stub) => stub is null
        ? []
        :
        [
            (Profile + "Endpoint", stub.Address.ToString()),
            (Profile + "Model", "stub"),
            (Profile + "RequestsPerMinute", "3000"),
            (Profile + "ConcurrentRequests", "64"),
        ];

    public static async Task MeasureAsync(BatchLoad load, HttpClient http, Table table, Action<string> say)
    {
        await load.CreateGraphsAsync(Graphs);
        await LiveRows.MeasureAsync(load, new LiveLoad(http, Graphs, saysSomething: true), Graphs, Payload.ForModel, table, say);
    }
}
