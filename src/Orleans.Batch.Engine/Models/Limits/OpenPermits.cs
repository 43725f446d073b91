namespace Orleans.Batch.Models;

/// <summary>The places that are given out, at most as many as requests may be in flight.</summary>
internal sealed class OpenPermits
{
    // All are looked at, so not at each call.
    private static readonly TimeSpan ExpiryInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, OpenPermit> _permits = [];
    private int _batch;
    private TimeSpan _nextExpiry;

    /// <summary>Whether one more request may be in flight.</summary>
    public bool HasRoom(RequestLimits limits, bool isLive) => _permits.Count < limits.ConcurrentRequests
        && (isLive || _batch < limits.BatchPart(limits.ConcurrentRequests));

    /// <summary>Enters a place.</summary>
    public void Add(Guid id, OpenPermit permit)
    {
        _permits.Add(id, permit);
        _batch += permit.IsLive ? 0 : 1;
    }

    /// <summary>Removes a place; null when it is not known, or expired.</summary>
    public OpenPermit? Remove(Guid id)
    {
        if (!_permits.Remove(id, out var permit))
        {
            return null;
        }

        _batch -= permit.IsLive ? 0 : 1;
        return permit;
    }

    /// <summary>Removes places that were never reported.</summary>
    /// <returns>Their ids.</returns>
    public IReadOnlyList<Guid> RemoveExpired(TimeSpan now)
    {
        if (now < _nextExpiry)
        {
            return [];
        }

        _nextExpiry = now + ExpiryInterval;
        List<Guid> expired = [.. _permits.Where(p => p.Value.ExpiresAt <= now).Select(p => p.Key)];
        expired.ForEach(id => Remove(id));
        return expired;
    }
}
