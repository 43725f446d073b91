namespace Orleans.Batch.Facts;

/// <summary>The names and types that are declared for a graph, by which its facts are stored.</summary>
/// <param name="User">The names of the graph's user; null for a standalone graph.</param>
/// <param name="Types">The declared types.</param>
/// <param name="IsStrict">Whether entities without a declared type are left out. Without declared types it has no effect.</param>
public sealed record GraphVocabulary(UserNames? User, DeclaredTypes Types, bool IsStrict = false)
{
    /// <summary>Nothing declared.</summary>
    public static GraphVocabulary Empty { get; } = new(null, DeclaredTypes.None);
}
