using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Orleans.Batch.EndToEnd.Chaos;

/// <summary>Answers some writes that were done with a refusal, or with an error that no client should get.</summary>
/// <param name="status">What it answers with.</param>
/// <param name="oneIn">Every how manieth of the writes without a key that were done.</param>
internal sealed class FalseAnswers(HttpStatusCode status, int oneIn) : DelegatingHandler
{
    private readonly ConcurrentQueue<string> _falsified = new();
    private int _done;

    /// <summary>Which writes, by method and the last part of the path that is no id.</summary>
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

    // Only calls whose repeat a model can tell from the first, and none of the preparations.
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
