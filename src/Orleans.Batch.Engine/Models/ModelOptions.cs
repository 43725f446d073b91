namespace Orleans.Batch.Models;

/// <summary>Extraction by models.</summary>
public sealed class ModelOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "Models";

    /// <summary>The models on offer, by the names that callers choose them by.</summary>
    public IDictionary<string, ModelProfile> Profiles { get; } = new Dictionary<string, ModelProfile>(StringComparer.Ordinal);

    /// <summary>The profile for callers that name none; absent where they must name one, unless there is only one.</summary>
    public string? Default { get; set; }

    /// <summary>How episodes are divided into windows.</summary>
    public WindowOptions Window { get; } = new();

    /// <summary>The profile that is meant, as callers may know it; null when there is none.</summary>
    /// <param name="name">Its name; null for the default one.</param>
    internal ModelOffer? FindOffer(string? name) =>
        FindName(name) is { } found ? Profiles[found].ToOffer(found, Window.ToSize()) : null;

    /// <summary>How summaries are made.</summary>
    public SummaryOptions Summaries { get; } = new();

    /// <summary>The name of the profile that is meant: that name, the default one for null; null when there is none.</summary>
    public string? FindName(string? name) =>
        (name ?? Default ?? (Profiles.Count == 1 ? Profiles.Keys.First() : null)) is { } key && Profiles.ContainsKey(key) ? key : null;
}
