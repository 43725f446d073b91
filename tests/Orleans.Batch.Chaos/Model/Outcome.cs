namespace Orleans.Batch.Chaos.Model;

/// <summary>What a client knows of one attempt after it.</summary>
public enum Outcome
{
    /// <summary>It was acknowledged: its effect must be there.</summary>
    Done,

    /// <summary>It was refused: it must have no effect.</summary>
    Refused,

    /// <summary>The connection could not be made: it must have no effect.</summary>
    NotSent,

    /// <summary>There was no answer, or the answer says that the outcome is unknown: it may have its effect once.</summary>
    Unknown,
}
