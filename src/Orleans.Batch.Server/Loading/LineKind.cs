namespace Orleans.Batch.Server.Loading;

/// <summary>What a line of a load file is.</summary>
internal enum LineKind
{
    /// <summary>Only white space: counted, otherwise passed over.</summary>
    Blank,

    /// <summary>A batch item, sent as it stands.</summary>
    Item,

    /// <summary>A user to create before the items.</summary>
    User,

    /// <summary>A standalone graph to create before the items.</summary>
    Graph,

    /// <summary>A thread to create after its user and before the items.</summary>
    Thread,

    /// <summary>Refused; the problem says why.</summary>
    Bad,
}
