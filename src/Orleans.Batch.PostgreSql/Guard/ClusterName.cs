namespace Orleans.Batch.PostgreSql.Guard;

/// <summary>
/// The cluster this process belongs to. Registered, it makes the process one of several on its database; without it, a
/// one-process server, which is alone.
/// </summary>
/// <param name="Value">Orleans' ClusterId.</param>
public sealed record ClusterName(string Value);
