namespace Orleans.Batch.Chaos.Model;

/// <summary>In which way the promise was broken.</summary>
public enum ViolationKind
{
    /// <summary>What was acknowledged is not there.</summary>
    Lost,

    /// <summary>An effect is there more often than it was asked for.</summary>
    Doubled,

    /// <summary>Effects stand in another order than promised.</summary>
    Order,

    /// <summary>Counts differ from the items.</summary>
    Counts,

    /// <summary>A status that is not the right one, or that changed when it must not.</summary>
    Status,

    /// <summary>A message is missing, doubled, wrong, or badly signed.</summary>
    Webhook,

    /// <summary>A graph says something else than its items do.</summary>
    Fact,

    /// <summary>A call was refused and its effect is there.</summary>
    RefusedButDone,

    /// <summary>An answer that no client should get.</summary>
    Answer,
}

/// <summary>One way in which the promise was broken.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Text">What is wrong, with the write and its attempts.</param>
public sealed record Violation(ViolationKind Kind, string Text)
{
    public override string ToString() => $"{Kind}: {Text}";
}
