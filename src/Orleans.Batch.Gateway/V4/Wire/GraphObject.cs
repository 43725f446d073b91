namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>A graph.</summary>
internal sealed record GraphObject
{
    /// <summary>Its identity.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>A display name.</summary>
    public string? Name { get; init; }

    /// <summary>A description.</summary>
    public string? Description { get; init; }

    /// <summary>IANA time zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary><c>user</c> or <c>standard</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The user whose graph it is; absent for a standard graph.</summary>
    public Guid? UserUuid { get; init; }

    /// <summary>The caller's id; absent when none was given, and for a user's graph.</summary>
    public string? GraphId { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    public static GraphObject From(Graph graph) => new()
    {
        Uuid = graph.Uuid,
        Name = graph.Name,
        Description = graph.Description,
        TimeZone = graph.TimeZone,
        Type = "standard",
        GraphId = LegacyId.From(graph.GraphId, graph.Uuid),
        CreatedAt = graph.CreatedAt,
        UpdatedAt = graph.UpdatedAt,
    };

    /// <summary>The graph of a user.</summary>
    public static GraphObject From(User user) => new()
    {
        Uuid = user.GraphUuid,
        TimeZone = user.TimeZone,
        Type = "user",
        UserUuid = user.Uuid,
        CreatedAt = user.CreatedAt,
        UpdatedAt = user.UpdatedAt,
    };
}
