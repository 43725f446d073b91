namespace Orleans.Batch.PostgreSql.Guard;

/// <summary>How well a silo reaches the database, by the heartbeats of its guard.</summary>
public enum DatabaseReach
{
    /// <summary>Neither of the others: the silo has just begun, or a heartbeat failed not long ago.</summary>
    Unsure,

    /// <summary>No heartbeat has failed for so long that the database is surely there.</summary>
    Sure,

    /// <summary>Heartbeats have failed, more than once, for so long that the silo's session counts as ended.</summary>
    Lost,
}
