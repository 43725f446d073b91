namespace Orleans.Batch;

/// <summary>A caller's changes to its project. Fields that are not <see cref="Given"/> stay as they are.</summary>
[GenerateSerializer]
[Alias("orleans-batch.project-info-changes.v1")]
[Immutable]
public sealed record ProjectInfoChanges
{
    /// <summary>Which fields are changed; one that is given and null is removed.</summary>
    [Id(0)]
    public ProjectInfoFields Given { get; init; }

    /// <inheritdoc cref="ProjectInfo.Description"/>
    [Id(1)]
    public string? Description { get; init; }

    /// <inheritdoc cref="ProjectInfo.DefaultTimeZone"/>
    [Id(2)]
    public string? DefaultTimeZone { get; init; }
}

/// <summary>The fields of a project that a caller may change, by their names on the wire.</summary>
[Flags]
[GenerateSerializer]
[Alias("orleans-batch.project-info-fields.v1")]
public enum ProjectInfoFields
{
    /// <summary>No field.</summary>
    None = 0,

    /// <summary><c>description</c>.</summary>
    Description = 1,

    /// <summary><c>default_time_zone</c>.</summary>
    DefaultTimeZone = 1 << 1,
}
