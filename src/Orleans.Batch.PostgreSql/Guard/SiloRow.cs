namespace Orleans.Batch.PostgreSql.Guard;

/// <summary>Another silo's registration.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Silo">Its address and generation.</param>
/// <param name="Cluster">Its cluster; null: a process alone on the database.</param>
/// <param name="Description">For people.</param>
/// <param name="MustHaveJoined">Whether it registered so long ago that a cluster that does not know it can be sure that it died.</param>
internal sealed record SiloRow(short Number, string Silo, string? Cluster, string Description, bool MustHaveJoined);
