using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Embeddings;

/// <summary>
/// Whether the model gives vectors. After a failure it is left alone for a while: searches go by words at once, and do not each
/// wait for it. The first failure is logged, and the recovery.
/// </summary>
public sealed partial class EmbedderHealth(TimeProvider time, ILogger<EmbedderHealth> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private bool _isFailing;
    private long _failedAt;

    /// <summary>Whether to ask the model.</summary>
    public bool IsAvailable
    {
        get
        {
            lock (_gate)
            {
                return !_isFailing || time.GetElapsedTime(_failedAt) >= Pause;
            }
        }
    }

    /// <summary>Records that the model gave vectors.</summary>
    public void Succeeded()
    {
        lock (_gate)
        {
            if (_isFailing)
            {
                _isFailing = false;
                LogRecovered();
            }
        }
    }

    /// <summary>Records that the model gave no vectors.</summary>
    /// <param name="reason">Why, as a sentence.</param>
    public void Failed(string reason)
    {
        lock (_gate)
        {
            _failedAt = time.GetTimestamp();
            if (!_isFailing)
            {
                _isFailing = true;
                LogFailed(reason);
            }
        }
    }

    [LoggerMessage(3071, LogLevel.Warning, "Searches go by words alone until the embedding model answers again. {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(3072, LogLevel.Information, "The embedding model answers again")]
    private partial void LogRecovered();
}
