namespace Orleans.Batch.Loading;

/// <summary>
/// Notes why a model extracts nothing at the moment: each reason once, however many batches have it, and again when it changes.
/// </summary>
internal sealed class ModelHolds(LoadProgress progress)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);

    /// <summary>Sets the state of a batch.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="reason">Why it is held; null when it is not.</param>
    public void Update(string batchId, string? reason)
    {
        lock (_lock)
        {
            if (_reasons.GetValueOrDefault(batchId) == reason)
            {
                return;
            }

            _reasons.Remove(batchId);
            if (reason is not null)
            {
                if (!_reasons.ContainsValue(reason))
                {
                    progress.Notes.Enqueue($"Extraction by the model waits, and goes on by itself when the reason is gone: {reason}");
                }

                _reasons[batchId] = reason;
            }
            else if (_reasons.Count == 0)
            {
                progress.Notes.Enqueue("Extraction by the model no longer waits.");
            }
        }
    }
}
