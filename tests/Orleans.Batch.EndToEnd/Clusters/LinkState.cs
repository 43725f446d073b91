namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>The states of a <see cref="DatabaseLink"/>.</summary>
internal enum LinkState
{
    /// <summary>All data arrives.</summary>
    Well,

    /// <summary>All data arrives late.</summary>
    Slow,

    /// <summary>Connections are closed, new ones included.</summary>
    Reset,

    /// <summary>Sent data arrives, and no answer returns.</summary>
    OneWay,

    /// <summary>No data arrives, and no side is notified.</summary>
    Silent,
}
