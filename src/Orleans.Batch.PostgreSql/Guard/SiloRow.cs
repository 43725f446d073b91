namespace Orleans.Batch.PostgreSql.Guard;

/// <summary>Another silo's registration.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Silo">Its address and generation.</param>
/// <param name="Cluster">Its cluster; null: a process alone on the database.</param>
/// <param name="Description">For operators.</param>
/// <param name="MustHaveJoined">Whether it registered so long ago that, if its cluster does not know it, it is dead.</param>
internal sealed record SiloRow(short Number, string Silo, string? Cluster, string Description, bool MustHaveJoined);
