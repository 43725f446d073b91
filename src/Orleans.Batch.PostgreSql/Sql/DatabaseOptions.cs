using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// How many connections this process may have open, by purpose. They are opened on demand and closed after five minutes
/// without use, so a purpose that a process does not serve costs nothing. All processes on a database together must stay
/// under its <c>max_connections</c>.
/// </summary>
public sealed class DatabaseOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "Database";

    /// <summary>For calls with a waiting caller, except real time and searches. Default: 40.</summary>
    [Range(1, 1_000)]
    public int RequestConnections { get; set; } = 40;

    /// <summary>For real time: accepting and ingesting it, and its tasks. Default: 24.</summary>
    [Range(2, 1_000)]
    public int LiveConnections { get; set; } = 24;

    /// <summary>
    /// For reading and committing batch items: at most one for each writer (<c>Ingestion:Writers</c>) and two for the reader
    /// are in use. Default: 8.
    /// </summary>
    [Range(2, 1_000)]
    public int IngestionConnections { get; set; } = 8;

    /// <summary>For webhook deliveries and their records. Default: 8.</summary>
    [Range(1, 1_000)]
    public int DeliveryConnections { get; set; } = 8;

    /// <summary>For searches: it bounds their total cost. Default: 4.</summary>
    [Range(1, 1_000)]
    public int SearchConnections { get; set; } = 4;

    /// <summary>For preparing batches, recovery, housekeeping, and the database guard, which keeps one. Default: 8.</summary>
    [Range(3, 1_000)]
    public int BackgroundConnections { get; set; } = 8;

    /// <summary>
    /// How long the outcome of a write is looked up if the answer to its commit was lost, before the call returns
    /// that it is unknown. Long enough for a database to restart, and at most 50 seconds, since clients time out
    /// after 60. Default: 10 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:50")]
    public TimeSpan OutcomeTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
