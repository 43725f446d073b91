using System.Text.Json;

namespace Orleans.Batch.Facts;

/// <summary>
/// The types that an ontology declares, by name. Names are compared by letters and digits alone, so that
/// <c>support_ticket</c> in a document is the declared <c>SupportTicket</c>.
/// </summary>
public sealed class DeclaredTypes
{
    private readonly Dictionary<string, string> _entities;
    private readonly Dictionary<string, DeclaredEdge> _edges;

    private DeclaredTypes(Dictionary<string, string> entities, Dictionary<string, DeclaredEdge> edges) =>
        (_entities, _edges) = (entities, edges);

    /// <summary>No types.</summary>
    public static DeclaredTypes None { get; } = new([], []);

    /// <summary>Whether any entity type is declared.</summary>
    public bool HasEntityTypes => _entities.Count > 0;

    /// <summary>Reads a declaration that <see cref="Graphs.OntologyRules"/> accepts.</summary>
    public static DeclaredTypes FromOntology(Ontology ontology)
    {
        var entities = new Dictionary<string, string>(StringComparer.Ordinal);
        var edges = new Dictionary<string, DeclaredEdge>(StringComparer.Ordinal);
        using var entityTypes = JsonDocument.Parse(ontology.EntityTypes.Value);
        using var edgeTypes = JsonDocument.Parse(ontology.EdgeTypes.Value);
        foreach (var type in entityTypes.RootElement.EnumerateArray())
        {
            var name = type.GetProperty("name").GetString()!;
            entities.TryAdd(Fold(name), name);
        }

        foreach (var type in edgeTypes.RootElement.EnumerateArray())
        {
            var name = type.GetProperty("name").GetString()!;
            edges.TryAdd(Fold(name), new DeclaredEdge(name, [.. ReadEnds(type)]));
        }

        return new(entities, edges);
    }

    /// <summary>The declared name of an entity type; null if there is none of this name.</summary>
    public string? FindEntity(string? label) => label is null || _entities.Count == 0 ? null : _entities.GetValueOrDefault(Fold(label));

    /// <summary>The declared edge type of a fact's name; null if there is none.</summary>
    public DeclaredEdge? FindEdge(string predicate) => _edges.Count == 0 ? null : _edges.GetValueOrDefault(Fold(predicate));

    private static IEnumerable<EdgeEnds> ReadEnds(JsonElement type)
    {
        if (type.TryGetProperty("source_targets", out var ends) && ends.ValueKind == JsonValueKind.Array)
        {
            foreach (var pair in ends.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Object))
            {
                yield return new EdgeEnds(ReadText(pair, "source"), ReadText(pair, "target"));
            }
        }
    }

    private static string? ReadText(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static string Fold(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}

/// <summary>A declared type of edges.</summary>
/// <param name="Name">Its name as declared.</param>
/// <param name="Ends">The types between which it is declared; empty for any.</param>
public sealed record DeclaredEdge(string Name, IReadOnlyList<EdgeEnds> Ends)
{
    /// <summary>The types of the ends of an edge, where the declaration leaves one possibility.</summary>
    /// <param name="source">The known label of the source; null if unknown.</param>
    /// <param name="target">The known label of the target; null if unknown.</param>
    public EdgeEnds Infer(string? source, string? target)
    {
        var possible = Ends.Where(e => Fits(source, e.Source) && Fits(target, e.Target)).Distinct().ToList();
        return new(Single(possible.ConvertAll(e => e.Source)), Single(possible.ConvertAll(e => e.Target)));
    }

    private static bool Fits(string? label, string? declared) => label is null || declared is null || label == declared;

    private static string? Single(List<string?> names) => names.Distinct().Take(2).ToList() is [var only] ? only : null;
}

/// <summary>The types of an edge's ends; null for any type.</summary>
/// <param name="Source">The type of the source.</param>
/// <param name="Target">The type of the target.</param>
public readonly record struct EdgeEnds(string? Source, string? Target);
