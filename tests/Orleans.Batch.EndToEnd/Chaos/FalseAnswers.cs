using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Orleans.Batch.EndToEnd.Chaos;

/// <summary>Replaces the answers of some successful writes by a refusal, or by an error that no client should get.</summary>
/// <param name="status">The status of the replaced answer.</param>
/// <param name="oneIn">The interval: one in this number of the successful writes without a key.</param>
internal sealed class FalseAnswers(HttpStatusCode status, int oneIn) : DelegatingHandler
{
    private readonly ConcurrentQueue<string> _falsified = new();
    private int _done;

    /// <summary>The writes, by method and the last part of the path that is no id.</summary>
    public IReadOnlyCollection<string> Falsified => _falsified;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Get || request.Headers.Contains("Idempotency-Key") || !answer.IsSuccessStatusCode
            || Kind(request) is not { } kind || Interlocked.Increment(ref _done) % oneIn != 0)
        {
            return answer;
        }

        _falsified.Enqueue(kind);
        answer.Dispose();
        return new HttpResponseMessage(status)
        {
            Headers = { RetryAfter = new(TimeSpan.FromSeconds(1)) },
            Content = new StringContent($$"""{"message":"false","code":"{{(status == HttpStatusCode.ServiceUnavailable ? "unavailable" : "internal")}}"}""", Encoding.UTF8, "application/json"),
        };
    }

    // Only calls whose repetition a model can distinguish, and none of the preparation.
    private static string? Kind(HttpRequestMessage request) => (request.Method.Method, request.RequestUri!.AbsolutePath.Split('/')[3..]) switch
    {
        ("POST", ["batches"]) => "batch.create",
        ("POST", ["batches", _, "items"]) => "batch.add",
        ("POST", ["graph"]) => "graph.add",
        ("POST", ["threads", _, "messages"]) => "thread.add_messages",
        ("DELETE", ["graph", "episodes", _]) => "graph.episode.delete",
        _ => null,
    };
}
