using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>
/// Publishes that real time is active here, at most four times a second while it is. Lane readers of other processes see
/// it with their next query.
/// </summary>
public sealed class RealtimeBeacon(Database database, TimeProvider time) : IRealtimeBeacon, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stopping = new();
    private volatile Task _shining = Task.CompletedTask;
    private int _lit;
    private int _running;

    /// <inheritdoc/>
    public void Light()
    {
        Volatile.Write(ref _lit, 1);
        if (Volatile.Read(ref _running) == 0 && Interlocked.Exchange(ref _running, 1) == 0)
        {
            using var noCaller = ExecutionContext.SuppressFlow(); // its updates are nobody's trace
            _shining = Task.Run(ShineAsync, CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _shining.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task ShineAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            while (Interlocked.Exchange(ref _lit, 0) == 1)
            {
                await PublishAsync();
                await Task.Delay(Pause, time, _stopping.Token);
            }

            // What was lit between the last look and this one found it running.
            Volatile.Write(ref _running, 0);
            if (Volatile.Read(ref _lit) == 0 || Interlocked.Exchange(ref _running, 1) == 1)
            {
                return;
            }
        }
    }

    private async Task PublishAsync()
    {
        try
        {
            // Never backwards, and nobody waits in line: whoever holds the row writes the same.
            await database.Live.Statement(
                """
                UPDATE ingest_state SET realtime_at = sql_now() WHERE only_row = (
                    SELECT only_row FROM ingest_state WHERE realtime_at < sql_now() - interval '100 milliseconds' FOR UPDATE SKIP LOCKED)
                """).RunAsync(_stopping.Token);
        }
        catch (Exception e) when (StoreFaults.IsTransient(e))
        {
            // Without the database no batch commits either.
        }
    }
}
