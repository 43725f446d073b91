using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Graphs;

/// <summary>Declarations of types.</summary>
public sealed class OntologyOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "Ontology";

    /// <summary>How many types of entities, and of edges, a declaration may have. Default: 10, as at Zep.</summary>
    [Range(1, 1_000)]
    public int MaxTypes { get; set; } = Limits.DeclaredTypes;
}
