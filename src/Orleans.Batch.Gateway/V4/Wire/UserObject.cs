namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>A user.</summary>
internal sealed record UserObject
{
    /// <summary>Its identity.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The caller's id; absent when none was given.</summary>
    public string? UserId { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>First name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    public string? LastName { get; init; }

    /// <summary>The caller's data.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>IANA time zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether the default entity types are switched off for its graph.</summary>
    public bool? DisableDefaultOntology { get; init; }

    /// <summary>Identity of its graph.</summary>
    public required Guid GraphUuid { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public static UserObject From(User user) => new()
    {
        Uuid = user.Uuid,
        UserId = LegacyId.From(user.UserId, user.Uuid),
        Email = user.Email,
        FirstName = user.FirstName,
        LastName = user.LastName,
        Metadata = user.Metadata,
        TimeZone = user.TimeZone,
        DisableDefaultOntology = user.DisableDefaultOntology,
        GraphUuid = user.GraphUuid,
        CreatedAt = user.CreatedAt,
    };
}
