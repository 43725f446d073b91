namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>What became of a write whose answer was lost.</summary>
internal enum WriteOutcome
{
    /// <summary>It could not be found out within the time for it.</summary>
    Unknown,

    /// <summary>It is committed.</summary>
    Done,

    /// <summary>It is not committed and never will be.</summary>
    NotDone,
}
