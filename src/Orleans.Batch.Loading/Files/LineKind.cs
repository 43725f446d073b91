namespace Orleans.Batch.Loading;

/// <summary>The kind of a line of a load file.</summary>
internal enum LineKind
{
    /// <summary>Only white space: counted, otherwise ignored.</summary>
    Blank,

    /// <summary>A batch item, sent as it is.</summary>
    Item,

    /// <summary>A user to create before the items.</summary>
    User,

    /// <summary>A standalone graph to create before the items.</summary>
    Graph,

    /// <summary>A thread to create after its user and before the items.</summary>
    Thread,

    /// <summary>Refused; the problem is the reason.</summary>
    Bad,
}
