namespace Orleans.Batch;

/// <summary>A user; owns one graph and any number of threads.</summary>
[GenerateSerializer]
[Alias("orleans-batch.user.v1")]
[Immutable]
public sealed record User
{
    /// <summary>The caller's id.</summary>
    [Id(0)]
    public required string UserId { get; init; }

    /// <summary>Its identity.</summary>
    [Id(1)]
    public required Guid Uuid { get; init; }

    /// <summary>A number that follows from its identity.</summary>
    public long Id => NumericId.FromUuid(Uuid);

    /// <summary>Identity of its graph.</summary>
    [Id(2)]
    public required Guid GraphUuid { get; init; }

    /// <summary>Identity of its project.</summary>
    [Id(3)]
    public required Guid ProjectUuid { get; init; }

    /// <summary>E-mail address; not checked.</summary>
    [Id(4)]
    public string? Email { get; init; }

    /// <summary>First name.</summary>
    [Id(5)]
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    [Id(6)]
    public string? LastName { get; init; }

    /// <summary>The caller's data, echoed exactly.</summary>
    [Id(7)]
    public JsonText? Metadata { get; init; }

    /// <summary>IANA time zone.</summary>
    [Id(8)]
    public string? TimeZone { get; init; }

    /// <summary>Whether the default entity types are switched off for its graph.</summary>
    [Id(9)]
    public bool? DisableDefaultOntology { get; init; }

    /// <summary>When it was created.</summary>
    [Id(10)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    [Id(11)]
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>
/// The fields of a user that can be set. On update, a null leaves the field as it is.
/// </summary>
[GenerateSerializer]
[Alias("orleans-batch.user-fields.v1")]
[Immutable]
public sealed record UserFields
{
    /// <inheritdoc cref="User.Email"/>
    [Id(0)]
    public string? Email { get; init; }

    /// <inheritdoc cref="User.FirstName"/>
    [Id(1)]
    public string? FirstName { get; init; }

    /// <inheritdoc cref="User.LastName"/>
    [Id(2)]
    public string? LastName { get; init; }

    /// <inheritdoc cref="User.Metadata"/>
    [Id(3)]
    public JsonText? Metadata { get; init; }

    /// <inheritdoc cref="User.TimeZone"/>
    [Id(4)]
    public string? TimeZone { get; init; }

    /// <inheritdoc cref="User.DisableDefaultOntology"/>
    [Id(5)]
    public bool? DisableDefaultOntology { get; init; }
}
