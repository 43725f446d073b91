namespace Orleans.Batch.Chaos.Model;

/// <summary>
/// One requested change, which may take effect at most once. Without an Idempotency-Key each request is a
/// write of its own; all requests with the same key are one.
/// </summary>
/// <param name="kind">The call, such as <c>batch.create</c>.</param>
/// <param name="marker">A text that only its effect carries.</param>
/// <param name="key">The Idempotency-Key, or null.</param>
public class Write(string kind, string marker, string? key)
{
    // Another call of the client may read it meanwhile.
    private volatile IReadOnlyList<Attempt> _attempts = [];
    private volatile bool _isInFlight;

    public string Kind => kind;

    public string Marker => marker;

    public string? Key => key;

    /// <summary>The attempts, in the order of their answers.</summary>
    public IReadOnlyList<Attempt> Attempts => _attempts;

    /// <summary>Whether the effect must exist: an attempt was acknowledged.</summary>
    public bool IsDone => _attempts.Any(a => a.Outcome == Outcome.Done);

    /// <summary>Whether the effect may exist: it is done, or the outcome of an attempt is unknown or pending.</summary>
    public bool MayBeDone => _isInFlight
        || IsDone
        || (!IsRefusedUnderKey && (_attempts.Count == 0 || _attempts.Any(a => a.Outcome == Outcome.Unknown)));

    /// <summary>The earliest moment of the effect.</summary>
    public long Start => _attempts.Count == 0 ? 0 : _attempts.Min(a => a.Start);

    /// <summary>The latest moment of the effect, for a write that is done.</summary>
    public long End => _attempts.Where(a => a.Outcome == Outcome.Done).Min(a => a.End);

    // Had an earlier attempt been done, its answer would have been repeated, or the call reported in flight.
    private bool IsRefusedUnderKey =>
        key is not null && _attempts is [.., { Outcome: Outcome.Refused, Code: not ("idempotency_in_flight" or "idempotency_mismatch") }];

    /// <summary>Records the start of an attempt. Only the client that owns the write makes attempts, one after another.</summary>
    public void Trying() => _isInFlight = true;

    /// <summary>Records the result of the attempt.</summary>
    public void Tried(Attempt attempt)
    {
        _attempts = [.. _attempts, attempt];
        _isInFlight = false;
    }

    public override string ToString() =>
        $"{kind} {marker}{(key is null ? "" : $" (key {key})")} [{string.Join(", ", _attempts)}{(_isInFlight ? ", in flight" : "")}]";
}
