namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>A type that a statement takes as a parameter.</summary>
internal interface IStatementParameter
{
    /// <summary>The value for the database.</summary>
    object Value { get; }
}
