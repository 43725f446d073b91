using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Ingestion;

/// <summary>
/// How wide batches commit: wide while real time is quiet; short, and one at a time, while it is active, so that a live
/// write waits behind a short transaction at worst. Real time tells of each thing it does; batches ask before each
/// group.
/// </summary>
public sealed partial class BatchPace
{
    private readonly IngestionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<BatchPace> _logger;
    private long _quietFrom;
    private int _narrow;

    /// <summary>Begins wide.</summary>
    public BatchPace(IOptions<IngestionOptions> options, TimeProvider time, ILogger<BatchPace> logger)
    {
        _options = options.Value;
        _time = time;
        _logger = logger;
        _quietFrom = time.GetTimestamp();
        Telemetry.ObserveNarrow(() => IsNarrow);
    }

    /// <summary>Whether real time is active.</summary>
    public bool IsNarrow => Left > TimeSpan.Zero;

    /// <summary>Items in the next commit.</summary>
    public int CommitRows => Look() ? Math.Min(_options.NarrowCommitRows, _options.CommitRows) : _options.CommitRows;

    /// <summary>Items in the next read.</summary>
    public int ReadRows => Look() ? Math.Min(_options.NarrowCommitRows * 2, _options.ReadRows) : _options.ReadRows;

    /// <summary>Items of one lane in the next read: a chunk is never cut, so none may be larger than a commit.</summary>
    public int LaneRows => Look() ? Math.Min(_options.NarrowCommitRows, _options.ReadRows) : _options.ReadRows;

    /// <summary>Items that may be in memory between reading and committing.</summary>
    public int RowsInMemory => Look() ? Math.Min(_options.NarrowCommitRows * 4, _options.RowsInMemory) : _options.RowsInMemory;

    private TimeSpan Left => _time.GetElapsedTime(_time.GetTimestamp(), Interlocked.Read(ref _quietFrom));

    /// <summary>Real time did something.</summary>
    public void NoteRealtime()
    {
        var hold = (long)(_options.RealtimeHold.TotalSeconds * _time.TimestampFrequency);
        Interlocked.Exchange(ref _quietFrom, _time.GetTimestamp() + hold);
        Look();
    }

    /// <summary>Completes when a writer may commit: the first always may, the others while real time is quiet.</summary>
    /// <param name="writer">Which writer, from 0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask WaitForTurnAsync(int writer, CancellationToken cancellationToken)
    {
        while (writer > 0 && Left is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, _time, cancellationToken);
        }
    }

    private bool Look()
    {
        var narrow = IsNarrow;
        if (Interlocked.Exchange(ref _narrow, narrow ? 1 : 0) == (narrow ? 0 : 1))
        {
            LogChanged(narrow ? "short: real time is active" : "wide: real time is quiet");
        }

        return narrow;
    }

    [LoggerMessage(1201, LogLevel.Information, "Batch commits are now {Width}")]
    private partial void LogChanged(string width);
}
