namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>The outcome of a write whose answer was lost.</summary>
internal enum WriteOutcome
{
    /// <summary>It could not be determined within the time limit.</summary>
    Unknown,

    /// <summary>It is committed.</summary>
    Done,

    /// <summary>It is not committed and never will be.</summary>
    NotDone,
}
