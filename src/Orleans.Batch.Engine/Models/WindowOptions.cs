using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Models;

/// <summary>How episodes are divided into windows: each is one request.</summary>
public sealed class WindowOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = ModelOptions.Section + ":Window";

    /// <summary>The most turns that one request extracts from. Default: 20.</summary>
    [Range(1, 100)]
    public int Turns { get; set; } = 20;

    /// <summary>The most tokens of turns in one request, as estimated; a longer turn stands alone. Default: 1,500.</summary>
    [Range(100, 100_000)]
    public int Tokens { get; set; } = 1_500;

    /// <summary>How many turns before a window are shown to the model. Default: 4.</summary>
    [Range(0, 50)]
    public int ContextTurns { get; set; } = 4;

    /// <summary>
    /// How long a live write waits for more of its thread, to be extracted together. Default: 2 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan LiveDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many windows of one graph are extracted at once. Default: 4.</summary>
    [Range(1, 64)]
    public int Concurrent { get; set; } = 4;

    /// <summary>The most that a window may have.</summary>
    public WindowSize ToSize() => new(Turns, Tokens);
}
