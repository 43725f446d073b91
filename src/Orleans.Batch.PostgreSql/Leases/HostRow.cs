namespace Orleans.Batch.PostgreSql.Leases;

/// <summary>Another host's row.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Holder">Names its registration.</param>
/// <param name="Cluster">Its cluster; null: a one-process server.</param>
/// <param name="Description">For people.</param>
/// <param name="Alive">Not run out, and its own connection is there: only then it keeps others from the database.</param>
/// <param name="Dead">
/// Surely not at work any more. A living one may have lost its connection and be about to renew with another; between
/// this and <paramref name="Alive"/> nobody can tell.
/// </param>
internal sealed record HostRow(short Number, Guid Holder, string? Cluster, string Description, bool Alive, bool Dead);
