namespace Orleans.Batch.PostgreSql.Guard;

/// <summary>
/// The cluster of this process. If registered, the process is one of several on its database; without it, the process
/// is a one-process server, which is alone.
/// </summary>
/// <param name="Value">Orleans' ClusterId.</param>
public sealed record ClusterName(string Value);
