namespace Orleans.Batch.TestKit.Facts;

/// <summary>An item of a graph, with its place there.</summary>
/// <param name="DataType">How it is to be read.</param>
/// <param name="Content">What it says.</param>
/// <param name="CreatedAt">Its reference time.</param>
/// <param name="IsRealtime">Whether it was sent in real time, not in a batch.</param>
/// <param name="Order">Its place among those of its kind.</param>
/// <param name="Role">The speaker's role, for a message.</param>
/// <param name="Speaker">The speaker's name, for a message that tells.</param>
public sealed record GraphItem(
    DataType DataType,
    string Content,
    DateTimeOffset CreatedAt,
    bool IsRealtime,
    int Order,
    RoleType? Role = null,
    string? Speaker = null);
