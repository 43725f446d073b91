namespace Orleans.Batch;

/// <summary>A user; owns one graph and any number of threads.</summary>
public sealed record User
{
    /// <summary>The caller's id.</summary>
    public required string UserId { get; init; }

    /// <summary>Its identity.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Identity of its graph.</summary>
    public required Guid GraphUuid { get; init; }

    /// <summary>Identity of its project.</summary>
    public required Guid ProjectUuid { get; init; }

    /// <summary>E-mail address; not checked.</summary>
    public string? Email { get; init; }

    /// <summary>First name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    public string? LastName { get; init; }

    /// <summary>The caller's own data, echoed exactly.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>IANA time zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether the default entity types are switched off for its graph.</summary>
    public bool? DisableDefaultOntology { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>
/// The fields of a user that can be set. On update, a null leaves the field as it is.
/// </summary>
public sealed record UserFields
{
    /// <inheritdoc cref="User.Email"/>
    public string? Email { get; init; }

    /// <inheritdoc cref="User.FirstName"/>
    public string? FirstName { get; init; }

    /// <inheritdoc cref="User.LastName"/>
    public string? LastName { get; init; }

    /// <inheritdoc cref="User.Metadata"/>
    public JsonText? Metadata { get; init; }

    /// <inheritdoc cref="User.TimeZone"/>
    public string? TimeZone { get; init; }

    /// <inheritdoc cref="User.DisableDefaultOntology"/>
    public bool? DisableDefaultOntology { get; init; }
}
