using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Batch.Work;

namespace Orleans.Batch.Graphs;

/// <summary>
/// Fills the search index behind everything else: ingestion writes nothing for it. Small steps; while batches run it rests
/// twenty times as long as it works. In a cluster one host does it.
/// </summary>
public sealed partial class SearchIndexer(
    IMemoryStore memory,
    IHostLease lease,
    IOptions<SearchIndexOptions> options,
    TimeProvider clock,
    ILogger<SearchIndexer> logger)
    : BackgroundService
{
    private const int RestWhileBusy = 20;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var rest = lease.KeepsHouse ? await StepAsync(stoppingToken) : LookAgain;
                await Task.Delay(rest, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end, at whatever point: each step is a transaction of its own.
        }
    }

    private async ValueTask<TimeSpan> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var began = Stopwatch.GetTimestamp();
            var step = await memory.IndexAsync(options.Value.StepEpisodes, cancellationToken);
            var took = Stopwatch.GetElapsedTime(began);
            var rest = step.Busy ? took * RestWhileBusy : took;
            return step.More && rest < options.Value.Interval ? rest : options.Value.Interval;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Searches read what is missing through, as far as it is the newest; it is tried again.
            LogStepFailed(e);
            return options.Value.Interval;
        }
    }
}
