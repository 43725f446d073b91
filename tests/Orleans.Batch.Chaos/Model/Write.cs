namespace Orleans.Batch.Chaos.Model;

/// <summary>
/// One change that a client asked for, which may take effect once at most. Without an Idempotency-Key each request is a
/// write of its own; with a key, all requests under that key are one.
/// </summary>
/// <param name="kind">The call, such as <c>batch.create</c>.</param>
/// <param name="marker">A text that its effect carries and that of no other write does.</param>
/// <param name="key">The Idempotency-Key, or null.</param>
public class Write(string kind, string marker, string? key)
{
    // Another call of the client may look at it meanwhile.
    private volatile IReadOnlyList<Attempt> _attempts = [];
    private volatile bool _isInFlight;

    public string Kind => kind;

    public string Marker => marker;

    public string? Key => key;

    /// <summary>The attempts, in the order of their answers.</summary>
    public IReadOnlyList<Attempt> Attempts => _attempts;

    /// <summary>Whether the effect must be there: an attempt was acknowledged.</summary>
    public bool IsDone => _attempts.Any(a => a.Outcome == Outcome.Done);

    /// <summary>Whether the effect may be there: it is done, or the outcome of an attempt is unknown or still to come.</summary>
    public bool MayBeDone => _isInFlight
        || IsDone
        || (!IsRefusedUnderKey && (_attempts.Count == 0 || _attempts.Any(a => a.Outcome == Outcome.Unknown)));

    /// <summary>When the effect can have come into being at the earliest.</summary>
    public long Start => _attempts.Count == 0 ? 0 : _attempts.Min(a => a.Start);

    /// <summary>When the effect was there at the latest, for a write that is done.</summary>
    public long End => _attempts.Where(a => a.Outcome == Outcome.Done).Min(a => a.End);

    // Had an earlier attempt been done, its answer would have come again, or that it is in flight.
    private bool IsRefusedUnderKey =>
        key is not null && _attempts is [.., { Outcome: Outcome.Refused, Code: not ("idempotency_in_flight" or "idempotency_mismatch") }];

    /// <summary>Notes that an attempt begins. Only the client that owns the write tries it, one attempt after another.</summary>
    public void Trying() => _isInFlight = true;

    /// <summary>Notes what came of the attempt.</summary>
    public void Tried(Attempt attempt)
    {
        _attempts = [.. _attempts, attempt];
        _isInFlight = false;
    }

    public override string ToString() =>
        $"{kind} {marker}{(key is null ? "" : $" (key {key})")} [{string.Join(", ", _attempts)}{(_isInFlight ? ", in flight" : "")}]";
}
