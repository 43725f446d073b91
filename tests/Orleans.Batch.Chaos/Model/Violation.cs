namespace Orleans.Batch.Chaos.Model;

/// <summary>The kinds of violations.</summary>
public enum ViolationKind
{
    /// <summary>An acknowledged write is missing.</summary>
    Lost,

    /// <summary>An effect exists more often than it was requested.</summary>
    Doubled,

    /// <summary>Effects have another order than promised.</summary>
    Order,

    /// <summary>Counts differ from the items.</summary>
    Counts,

    /// <summary>A wrong status, or one that changed when it must not.</summary>
    Status,

    /// <summary>A message is missing, doubled, wrong, or wrongly signed.</summary>
    Webhook,

    /// <summary>The facts of a graph differ from its items.</summary>
    Fact,

    /// <summary>A call was refused and took effect.</summary>
    RefusedButDone,

    /// <summary>An answer that no client should get.</summary>
    Answer,
}

/// <summary>One violation.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">The description, with the write and its attempts.</param>
public sealed record Violation(ViolationKind Kind, string Text)
{
    public override string ToString() => $"{Kind}: {Text}";
}
