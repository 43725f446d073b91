using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Graphs;

/// <summary>The context of threads.</summary>
public sealed class ContextOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "Context";

    /// <summary>How many characters the context of a thread has at most. Default: 4,000.</summary>
    [Range(100, Limits.ContextCharacters)]
    public int MaxCharacters { get; set; } = 4_000;
}
