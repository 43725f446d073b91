namespace Orleans.Batch.Silo;

/// <summary>What the process's exit code means; the same as the one-process server's.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>A fault that no other code names.</summary>
    public const int Fault = 1;

    /// <summary>A wrong setting; starting again without a change cannot help.</summary>
    public const int BadSetting = 2;

    /// <summary>Another server or cluster has the database.</summary>
    public const int InUse = 3;

    /// <summary>The database cannot be used, or this silo has lost it: while others have it, or when it was to end.</summary>
    public const int Database = 4;

    /// <summary>An address to listen on is taken or not ours.</summary>
    public const int Address = 5;
}
