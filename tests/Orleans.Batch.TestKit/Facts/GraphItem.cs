namespace Orleans.Batch.TestKit.Facts;

/// <summary>An item of a graph, with its position there.</summary>
/// <param name="DataType">Its data type.</param>
/// <param name="Content">Its content.</param>
/// <param name="CreatedAt">Its reference time.</param>
/// <param name="IsRealtime">Whether it was written live, not in a batch.</param>
/// <param name="Order">Its position among those of its kind.</param>
/// <param name="Role">The speaker's role, for a message.</param>
/// <param name="Speaker">The speaker's name, for a message that has one.</param>
public sealed record GraphItem(
    DataType DataType,
    string Content,
    DateTimeOffset CreatedAt,
    bool IsRealtime,
    int Order,
    RoleType? Role = null,
    string? Speaker = null);
