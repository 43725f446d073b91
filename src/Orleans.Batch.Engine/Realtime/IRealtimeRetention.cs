namespace Orleans.Batch.Realtime;

/// <summary>Removes tasks thirty days after their end.</summary>
public interface IRealtimeRetention
{
    /// <summary>Removes a bounded number of tasks that ended long ago.</summary>
    /// <returns>Whether there may be more.</returns>
    ValueTask<bool> RemoveExpiredAsync(int limit, CancellationToken cancellationToken);
}
