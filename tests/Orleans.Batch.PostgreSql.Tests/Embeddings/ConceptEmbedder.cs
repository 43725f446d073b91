using Orleans.Batch.Embeddings;

namespace Orleans.Batch.PostgreSql.Tests.Embeddings;

/// <summary>A model that knows which words mean the same: each group of words is a dimension.</summary>
internal sealed class ConceptEmbedder(string name = "concepts") : IEmbedder
{
    private static readonly string[][] Concepts =
        [["boiler", "heating", "radiator"], ["dog", "puppy", "terrier"], ["wedding", "married", "bride"], ["weather", "rain"]];

    public string Name => name;

    /// <summary>What every call ends with, while it is set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>A word whose texts the model refuses.</summary>
    public string? Refused { get; set; }

    /// <summary>All texts that were embedded, in order.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>Runs before a call returns.</summary>
    public Func<Task> OnEmbedded { get; set; } = () => Task.CompletedTask;

    public async ValueTask<IReadOnlyList<float[]>> EmbedAsync(
        IReadOnlyList<string> texts, EmbeddingPurpose purpose, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        if (Refused is { } word && texts.Any(t => t.Contains(word, StringComparison.Ordinal)))
        {
            throw new EmbeddingException("too long") { IsTextRefused = true };
        }

        if (purpose == EmbeddingPurpose.Text)
        {
            Texts.AddRange(texts);
            await OnEmbedded();
        }

        return [.. texts.Select(Embed)];
    }

    // The last dimension is of all texts: their cosines lie close together, as those of real models.
    private static float[] Embed(string text) =>
        [.. Concepts.Select(c => (float)c.Count(w => text.Contains(w, StringComparison.OrdinalIgnoreCase))), 1];
}
