namespace Orleans.Batch.TestKit.PostgreSql;

/// <summary>A transaction that a client is about to commit through <see cref="CommitDroppingProxy"/>.</summary>
/// <param name="ApplicationName">The <c>application_name</c> the session was opened with.</param>
/// <param name="Statements">The SQL of its statements, in order, without BEGIN and COMMIT.</param>
/// <param name="IsImplicit">
/// Whether it is a statement, or a batch of them, outside of BEGIN and COMMIT. Only those that write are observed.
/// </param>
public sealed record ObservedCommit(string ApplicationName, IReadOnlyList<string> Statements, bool IsImplicit);
