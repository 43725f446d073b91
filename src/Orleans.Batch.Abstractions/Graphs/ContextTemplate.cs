namespace Orleans.Batch;

/// <summary>The form of a thread's context: a text with variables, such as <c>%{edges limit=10}</c>.</summary>
[GenerateSerializer]
[Alias("orleans-batch.context-template.v1")]
[Immutable]
public sealed record ContextTemplate
{
    /// <summary>Its identity.</summary>
    [Id(0)]
    public required Guid Uuid { get; init; }

    /// <summary>The caller's id, unique in the project; the identity as a text where the caller gave none.</summary>
    [Id(1)]
    public required string TemplateId { get; init; }

    /// <summary>The caller's name for it; null without one.</summary>
    [Id(2)]
    public string? Name { get; init; }

    /// <summary>The text.</summary>
    [Id(3)]
    public required string Template { get; init; }

    /// <summary>When it was created.</summary>
    [Id(4)]
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What a caller determines of a template; null leaves it as it is.</summary>
/// <param name="Template">The text; needed for a new template.</param>
/// <param name="Name">The name.</param>
[GenerateSerializer]
[Alias("orleans-batch.context-template-fields.v1")]
[Immutable]
public sealed record ContextTemplateFields([property: Id(0)] string? Template, [property: Id(1)] string? Name = null);
