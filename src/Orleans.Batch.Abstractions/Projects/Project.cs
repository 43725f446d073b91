namespace Orleans.Batch;

/// <summary>A tenant: the owner of API keys, users, threads, graphs and batches.</summary>
/// <param name="Id">The internal number.</param>
/// <param name="Uuid">The identity shown on the wire as <c>project_uuid</c>.</param>
/// <param name="Name">The operator's name for it; unique.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record Project(ProjectId Id, Guid Uuid, string Name, DateTimeOffset CreatedAt);
