namespace Orleans.Batch;

/// <summary>What a caller may know of its project.</summary>
/// <param name="Uuid">Its identity.</param>
/// <param name="Name">The operator's name for it.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="DefaultTimeZone">The IANA time zone of users and graphs that have none; null for none.</param>
/// <param name="Description">A description; null for none.</param>
[GenerateSerializer]
[Alias("orleans-batch.project-info.v1")]
[Immutable]
public sealed record ProjectInfo(
    [property: Id(0)] Guid Uuid,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset CreatedAt,
    [property: Id(3)] string? DefaultTimeZone,
    [property: Id(4)] string? Description);
