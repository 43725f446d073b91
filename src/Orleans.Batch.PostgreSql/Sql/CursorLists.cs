namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>The lists whose cursors hide a key: a cursor of one is invalid for another.</summary>
internal static class CursorLists
{
    /// <summary>A project's webhook endpoints.</summary>
    public const byte WebhookEndpoints = 1;

    /// <summary>An endpoint's attempts.</summary>
    public const byte WebhookAttempts = 2;

    /// <summary>A project's batches.</summary>
    public const byte Batches = 3;

    /// <summary>The changes of facts that a batch proposes.</summary>
    public const byte FactChanges = 4;

    /// <summary>A project's imports.</summary>
    public const byte Imports = 5;

    /// <summary>Reads the cursor of a list of batches: the key before which the page begins.</summary>
    /// <exception cref="BatchServiceException">The text is not a cursor.</exception>
    public static long ReadBatches(CursorCipher cursors, ProjectId project, long? cursor) => cursor switch
    {
        null or 0 => long.MaxValue,
        { } hidden => cursors.Reveal(Batches, project.Value, hidden) ?? throw NoCursor(),
    };

    /// <summary>Reads the cursor of a list of imports: the key before which the page begins.</summary>
    /// <exception cref="BatchServiceException">The text is not a cursor.</exception>
    public static long ReadImports(CursorCipher cursors, ProjectId project, long? cursor) => cursor switch
    {
        null or 0 => long.MaxValue,
        { } hidden => cursors.Reveal(Imports, project.Value, hidden) ?? throw NoCursor(),
    };

    /// <summary>Reads the cursor of a list of changes: the key behind which the page begins.</summary>
    /// <exception cref="BatchServiceException">The text is not a cursor.</exception>
    public static long ReadChanges(CursorCipher cursors, long batchKey, long? cursor) => cursor switch
    {
        null or 0 => 0,
        { } hidden => cursors.Reveal(FactChanges, batchKey, hidden) ?? throw NoCursor(),
    };

    private static BatchServiceException NoCursor() => BatchServiceException.Invalid(
        ErrorCodes.OutOfRange, "cursor must be the next_cursor of an earlier page, or 0");
}
