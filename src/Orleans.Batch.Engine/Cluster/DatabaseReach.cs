namespace Orleans.Batch.Cluster;

/// <summary>How well a silo reaches the database, by the heartbeats of its guard.</summary>
public enum DatabaseReach
{
    /// <summary>Neither of the others: the silo has just started, or a heartbeat failed recently.</summary>
    Unsure,

    /// <summary>No heartbeat has failed for so long that the database is surely available.</summary>
    Sure,

    /// <summary>Heartbeats have failed, more than once, for so long that the silo's session counts as ended.</summary>
    Lost,
}
