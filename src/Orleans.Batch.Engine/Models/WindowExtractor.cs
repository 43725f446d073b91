using Microsoft.Extensions.Options;
using Orleans.Batch.Work;

namespace Orleans.Batch.Models;

/// <summary>
/// Extracts a graph's windows, a few at once. No window waits for another: facts are dated by their episodes, so that the order in
/// which windows end does not matter. The summaries of what they have changed come last.
/// </summary>
internal sealed class WindowExtractor(
    IModelWindowStore windows, WindowAttempt attempt, GraphSummarizer summarizer, IWakeups wakeups, IOptions<ModelOptions> options) : IWorkStep
{
    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.Model;

    /// <inheritdoc/>
    public async ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        var open = await windows.ReadAsync(key, options.Value.Window.Concurrent, cancellationToken);
        if (open.Due.Count == 0)
        {
            return open.NextIn is { } next
                ? StepResult.Later(next)
                : await summarizer.StepAsync(key, cancellationToken);
        }

        var outcomes = await Task.WhenAll(open.Due.Select(w => attempt.RunAsync(w, cancellationToken)));
        var moved = open.Due.Where((w, i) => outcomes[i].HasMoved && !w.IsLive).Select(static w => w.BatchKey).Distinct();
        await wakeups.WakeAsync(moved.Select(static b => new WorkKey(WorkKind.Batch, b)).ToArray(), cancellationToken);
        return Array.Exists(outcomes, static o => o.HasMoved)
            ? StepResult.More
            : StepResult.Later(outcomes.Min(static o => o.Wait));
    }
}
