using System.Text;

namespace Orleans.Batch.TestKit.Models;

/// <summary>A request that the stub received.</summary>
/// <param name="At">When its body had arrived.</param>
/// <param name="Path">Its path, such as <c>/v1/chat/completions</c>.</param>
/// <param name="Authorization">The header that carries the key; empty where there is none.</param>
/// <param name="Body">Its body; empty once recorded where the stub keeps none.</param>
public sealed record StubRequest(DateTimeOffset At, string Path, string Authorization, ReadOnlyMemory<byte> Body)
{
    /// <summary>How it is treated.</summary>
    public StubBehavior Behavior { get; init; }

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Whether it asks for summaries.</summary>
    public bool AsksForSummaries => IsChat && StubSummaries.IsAsked(StubPrompt.Parse(Body).User);

    /// <summary>Whether it asks for the list of models, which is always answered well.</summary>
    public bool IsModelList => Path.EndsWith("/models", StringComparison.Ordinal);

    /// <summary>Whether it asks for a completion.</summary>
    public bool IsChat => Path.EndsWith("/chat/completions", StringComparison.Ordinal);
}
