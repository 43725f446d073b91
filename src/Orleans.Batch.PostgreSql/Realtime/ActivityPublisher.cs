using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>
/// Publishes that real time is active here, at most four times a second while it is. Lane readers of other processes see
/// it with their next query.
/// </summary>
public sealed class ActivityPublisher(Database database, TimeProvider time) : IActivityPublisher, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stopping = new();
    private volatile Task _writing = Task.CompletedTask;
    private int _active;
    private int _running;

    /// <inheritdoc/>
    public void Publish()
    {
        Volatile.Write(ref _active, 1);
        if (Volatile.Read(ref _running) == 0 && Interlocked.Exchange(ref _running, 1) == 0)
        {
            using var noCaller = ExecutionContext.SuppressFlow(); // its updates belong to no caller's trace
            _writing = Task.Run(WriteAsync, CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task WriteAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            while (Interlocked.Exchange(ref _active, 0) == 1)
            {
                await PublishAsync();
                await Task.Delay(Pause, time, _stopping.Token);
            }

            // A signal between the last check and this one found the loop running.
            Volatile.Write(ref _running, 0);
            if (Volatile.Read(ref _active) == 0 || Interlocked.Exchange(ref _running, 1) == 1)
            {
                return;
            }
        }
    }

    private async Task PublishAsync()
    {
        try
        {
            // Never goes back and never waits for a lock: the process that holds the row writes the same.
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
