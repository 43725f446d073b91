using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Ingestion;

/// <summary>
/// The size of batch commits: large while real time is quiet; small, and one at a time, while it is active, so that a
/// live write waits for a short transaction at most. Real time reports each activity; batches ask before each group. In
/// a cluster the activity is published across processes (<see cref="IActivityPublisher"/>).
/// </summary>
public sealed partial class CommitThrottle
{
    // Smaller commits show nothing about the rate of facts, and gain nothing.
    private const int FewestFacts = 1_000;

    private readonly IngestionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<CommitThrottle> _logger;
    private readonly IActivityPublisher? _publisher;
    private long _quietFrom;
    private int _throttled;
    private double _factsPerSecond;

    /// <summary>Starts with large commits.</summary>
    /// <param name="options">The widths.</param>
    /// <param name="time">Measures how long it is quiet.</param>
    /// <param name="logger">Logs changes.</param>
    /// <param name="publisher">Publishes this process's activity to others; null when there are none.</param>
    public CommitThrottle(
        IOptions<IngestionOptions> options, TimeProvider time, ILogger<CommitThrottle> logger, IActivityPublisher? publisher = null)
    {
        _options = options.Value;
        _time = time;
        _logger = logger;
        _publisher = publisher;
        _quietFrom = time.GetTimestamp();
        Telemetry.ObserveThrottled(() => IsThrottled);
    }

    /// <summary>Whether real time is active.</summary>
    public bool IsThrottled => Left > TimeSpan.Zero;

    /// <summary>Items in the next commit.</summary>
    public int CommitRows => Refresh() ? Math.Min(_options.NarrowCommitRows, _options.CommitRows) : _options.CommitRows;

    /// <summary>
    /// Facts in the next commit, and of one lane in it: as many as recent commits wrote within
    /// <see cref="IngestionOptions.CommitTime"/>.
    /// </summary>
    public int CommitFacts
    {
        get
        {
            var most = Refresh() ? Math.Min(_options.NarrowCommitFacts, _options.CommitFacts) : _options.CommitFacts;
            var rate = Volatile.Read(ref _factsPerSecond);
            return rate > 0 ? (int)Math.Clamp(rate * _options.CommitTime.TotalSeconds, Math.Min(FewestFacts, most), most) : most;
        }
    }

    /// <summary>Items in the next read.</summary>
    public int ReadRows => Refresh() ? Math.Min(_options.NarrowCommitRows * 2, _options.ReadRows) : _options.ReadRows;

    /// <summary>Items of one lane in the next read: a chunk is never cut, so none may be larger than a commit.</summary>
    public int LaneRows => Refresh() ? Math.Min(_options.NarrowCommitRows, _options.ReadRows) : _options.ReadRows;

    /// <summary>Items that may be in memory between reading and committing.</summary>
    public int RowsInMemory => Refresh() ? Math.Min(_options.NarrowCommitRows * 4, _options.RowsInMemory) : _options.RowsInMemory;

    private TimeSpan Left => _time.GetElapsedTime(_time.GetTimestamp(), Interlocked.Read(ref _quietFrom));

    /// <summary>Records real-time activity in this process.</summary>
    public void NoteRealtime()
    {
        Hold(_options.RealtimeHold);
        _publisher?.Publish();
    }

    /// <summary>Records real-time activity in another process.</summary>
    /// <param name="ago">How long ago.</param>
    public void NoteRealtimeElsewhere(TimeSpan ago)
    {
        if (ago < _options.RealtimeHold)
        {
            Hold(_options.RealtimeHold - ago);
        }
    }

    /// <summary>Updates, from a commit, the number of facts the database writes in a second.</summary>
    public void NoteCommit(int facts, TimeSpan took)
    {
        if (facts >= FewestFacts && took > TimeSpan.Zero)
        {
            var (known, now) = (Volatile.Read(ref _factsPerSecond), facts / took.TotalSeconds);
            Volatile.Write(ref _factsPerSecond, known > 0 ? (known + now) / 2 : now);
        }
    }

    /// <summary>Completes when a writer may commit: the first always may, the others while real time is quiet.</summary>
    /// <param name="writer">Which writer, from 0.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async ValueTask WaitForTurnAsync(int writer, CancellationToken cancellationToken)
    {
        while (writer > 0 && Left is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, _time, cancellationToken);
        }
    }

    private void Hold(TimeSpan time)
    {
        var until = _time.GetTimestamp() + (long)(time.TotalSeconds * _time.TimestampFrequency);
        for (var known = Interlocked.Read(ref _quietFrom); known < until;)
        {
            var seen = Interlocked.CompareExchange(ref _quietFrom, until, known);
            if (seen == known)
            {
                break;
            }

            known = seen;
        }

        Refresh();
    }

    private bool Refresh()
    {
        var throttled = IsThrottled;
        if (Interlocked.Exchange(ref _throttled, throttled ? 1 : 0) == (throttled ? 0 : 1))
        {
            LogChanged(throttled ? "short: real time is active" : "wide: real time is quiet");
        }

        return throttled;
    }

    [LoggerMessage(1411, LogLevel.Information, "Batch commits are now {Width}")]
    private partial void LogChanged(string width);
}
