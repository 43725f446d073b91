namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>How a <see cref="DatabaseLink"/> is.</summary>
internal enum LinkState
{
    /// <summary>All arrives.</summary>
    Well,

    /// <summary>All arrives late.</summary>
    Slow,

    /// <summary>Connections are cut, and so are new ones.</summary>
    Reset,

    /// <summary>What is sent arrives, and no answer comes back.</summary>
    OneWay,

    /// <summary>Nothing arrives, and nobody is told.</summary>
    Silent,
}
