using Microsoft.Extensions.Options;
using Orleans.Batch.Work;

namespace Orleans.Batch.Models;

/// <summary>
/// Makes the summaries of a graph, once it has no windows left: a load of many windows makes one summary of a node, and not one for each.
/// </summary>
internal sealed class GraphSummarizer(ISummaryStore summaries, SummaryAttempt attempt, IOptions<ModelOptions> options)
{
    // Work that is due later is found by a sweep: the grain need not wait for it.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Does one step.</summary>
    public async ValueTask<StepResult> StepAsync(long graphKey, CancellationToken cancellationToken)
    {
        var (subjects, concurrent) = (options.Value.Summaries.Subjects, options.Value.Window.Concurrent);
        var graph = await summaries.ReadAsync(graphKey, subjects * concurrent, cancellationToken);
        if (graph.Due.Count == 0)
        {
            return graph.NextIn is { } next && next <= LongestWait ? StepResult.Later(next) : StepResult.Idle;
        }

        var outcomes = await Task.WhenAll(Divide(graph.Due, subjects).Take(concurrent).Select(g => attempt.RunAsync(graph, g, cancellationToken)));
        return Array.Exists(outcomes, static o => o.HasMoved)
            ? StepResult.More
            : StepResult.Later(outcomes.Min(static o => o.Wait));
    }

    // A thread has a request for itself; so has what two answers of no use were about.
    private static IEnumerable<DueSummary[]> Divide(IReadOnlyList<DueSummary> due, int subjects)
    {
        var single = due.ToLookup(static d => d.ThreadKey is not null || d.Attempts >= SummaryAttempt.Together);
        return single[true].Select(static d => new[] { d }).Concat(single[false].Chunk(subjects));
    }
}
