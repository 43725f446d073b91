namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>A thread.</summary>
/// <param name="Uuid">Its identity.</param>
/// <param name="UserUuid">The user it belongs to.</param>
/// <param name="GraphUuid">The graph that its messages go to.</param>
/// <param name="ThreadId">The caller's id; absent when none was given.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">The same: a thread itself does not change.</param>
internal sealed record ThreadObject(
    Guid Uuid, Guid UserUuid, Guid GraphUuid, string? ThreadId, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static ThreadObject From(MemoryThread thread, Guid graphUuid) => new(
        thread.Uuid,
        thread.UserUuid,
        graphUuid,
        LegacyId.From(thread.ThreadId, thread.Uuid),
        thread.CreatedAt,
        thread.CreatedAt);
}
