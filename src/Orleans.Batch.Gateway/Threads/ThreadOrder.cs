namespace Orleans.Batch.Gateway.Threads;

/// <summary>What threads can be ordered by.</summary>
internal enum ThreadOrder
{
    ThreadId,
    UserId,
    CreatedAt,
    UpdatedAt,
}
