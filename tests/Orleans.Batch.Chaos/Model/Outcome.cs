namespace Orleans.Batch.Chaos.Model;

/// <summary>A client's knowledge of one attempt.</summary>
public enum Outcome
{
    /// <summary>It was acknowledged: its effect must exist.</summary>
    Done,

    /// <summary>It was refused: it must have no effect.</summary>
    Refused,

    /// <summary>The connection could not be made: it must have no effect.</summary>
    NotSent,

    /// <summary>There was no answer, or the answer states an unknown outcome: it may take effect once.</summary>
    Unknown,
}
