namespace Orleans.Batch.TestKit.PostgreSql;

/// <summary>The faults of <see cref="CommitDroppingProxy"/>.</summary>
public enum CommitFault
{
    /// <summary>The transaction is committed; the connection is reset before the client gets the answer.</summary>
    AnswerLost,

    /// <summary>The transaction is committed; the client gets no answer on a connection that stays open.</summary>
    AnswerHeld,

    /// <summary>The commit does not reach the server; the connection is reset on both sides.</summary>
    CommitLost,

    /// <summary>
    /// The commit does not reach the server, and both connections stay open: the server's session holds its locks until
    /// something else ends it.
    /// </summary>
    CommitHeld,
}
