namespace Orleans.Batch.Graphs;

/// <summary>A part of a template.</summary>
/// <param name="Text">The text before the variable.</param>
/// <param name="Variable">The variable; null at the end of the template.</param>
internal sealed record TemplatePart(string Text, TemplateVariable? Variable);

/// <summary>A variable of a template.</summary>
/// <param name="Kind">What it stands for.</param>
internal sealed record TemplateVariable(TemplateVariableKind Kind)
{
    /// <summary>How many results at most.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>The types of edges or entities; empty for any. Episodes have none.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Whether entities have their current values beside them. The values of edges are part of their facts.</summary>
    public bool IncludeAttributes { get; init; } = true;
}

/// <summary>What a variable stands for.</summary>
internal enum TemplateVariableKind
{
    /// <summary>Facts.</summary>
    Edges,

    /// <summary>Entities.</summary>
    Entities,

    /// <summary>What was said.</summary>
    Episodes,

    /// <summary>The summary of the user's node; empty as long as nothing writes one.</summary>
    UserSummary,

    /// <summary>Observations; there are none.</summary>
    Observations,

    /// <summary>Summaries of threads; there are none.</summary>
    ThreadSummaries,
}
