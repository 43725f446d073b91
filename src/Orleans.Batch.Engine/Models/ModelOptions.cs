using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Models;

/// <summary>Extraction by models.</summary>
public sealed class ModelOptions
{
    /// <summary>The models on offer, by the names that callers choose them by.</summary>
    public IDictionary<string, ModelProfile> Profiles { get; } = new Dictionary<string, ModelProfile>(StringComparer.Ordinal);

    /// <summary>The profile for callers that name none; absent where they must name one, unless there is only one.</summary>
    public string? Default { get; set; }

    /// <summary>The most turns that one request extracts from.</summary>
    [Range(1, 100)]
    public int WindowTurns { get; set; } = 20;

    /// <summary>The most tokens of turns in one request, as estimated; a longer turn stands alone.</summary>
    [Range(100, 100_000)]
    public int WindowTokens { get; set; } = 1_500;

    /// <summary>How many turns before a window are shown to the model.</summary>
    [Range(0, 50)]
    public int ContextTurns { get; set; } = 4;

    /// <summary>How many windows of one graph are extracted at once.</summary>
    [Range(1, 64)]
    public int ConcurrentWindows { get; set; } = 4;

    /// <summary>The profile with a name, or the default one for null; null when there is none.</summary>
    public ModelProfile? Find(string? name) =>
        (name ?? Default ?? (Profiles.Count == 1 ? Profiles.Keys.First() : null)) is { } key && Profiles.TryGetValue(key, out var profile) ? profile : null;
}
