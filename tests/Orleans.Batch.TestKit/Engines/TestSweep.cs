using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Batch.Work;

namespace Orleans.Batch.TestKit.Engines;

/// <summary>
/// Wakes unfinished work much more often than a silo does: engines on one database that do not know each other then take
/// what the others have announced only to themselves.
/// </summary>
internal sealed class TestSweep(IEnumerable<IUnfinishedWork> unfinished, IWakeups wakeups, IOptions<TestSweepOptions> options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(options.Value.Interval, stoppingToken);
            try
            {
                foreach (var source in unfinished)
                {
                    await foreach (var key in source.ScanAsync(0, 1, stoppingToken))
                    {
                        await wakeups.WakeAsync(new[] { key }, stoppingToken);
                    }
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The next sweep finds the same work.
            }
        }
    }
}
