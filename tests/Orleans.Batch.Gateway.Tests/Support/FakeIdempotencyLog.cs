namespace Orleans.Batch.Gateway.Tests;

internal sealed class FakeIdempotencyLog : IIdempotencyLog
{
    public Dictionary<(string Path, string Key), (string Hash, StoredResponse Refusal)> Kept { get; } = [];

    /// <summary>How many of the following reads fail.</summary>
    public int Outages { get; set; }

    public ValueTask<StoredResponse?> FindAsync(ProjectId project, IdempotencyKey key, CancellationToken cancellationToken)
    {
        if (Outages > 0)
        {
            Outages--;
            throw new BatchServiceException(ErrorKind.Unavailable, ErrorCodes.Unavailable, "the database restarts");
        }

        if (!Kept.TryGetValue((key.Path, key.Key), out var kept))
        {
            return new((StoredResponse?)null);
        }

        return kept.Hash == Convert.ToHexString(key.BodyHash.Span)
            ? new(kept.Refusal)
            : throw new BatchServiceException(
                ErrorKind.IdempotencyMismatch, ErrorCodes.IdempotencyMismatch, "the key was used with another body");
    }

    public ValueTask KeepAsync(ProjectId project, IdempotencyKey key, StoredResponse refusal, CancellationToken cancellationToken)
    {
        Kept.TryAdd((key.Path, key.Key), (Convert.ToHexString(key.BodyHash.Span), refusal));
        return default;
    }
}
