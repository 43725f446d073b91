namespace Orleans.Batch.Server;

/// <summary>The process's exit codes. Stable, because service managers and scripts depend on them.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>A fault without another code.</summary>
    public const int Fault = 1;

    /// <summary>A wrong option or setting; starting again without a change cannot help.</summary>
    public const int BadSetting = 2;

    /// <summary>Another process uses the data directory.</summary>
    public const int InUse = 3;

    /// <summary>The database cannot be used.</summary>
    public const int Database = 4;

    /// <summary>The address to listen on is in use or not this machine's.</summary>
    public const int Address = 5;

    /// <summary>A command was refused, such as for an unknown project, or so as not to overwrite something.</summary>
    public const int Refused = 6;

    /// <summary>
    /// Interrupted by Ctrl+C before it was done: 128 and the signal's number, as shells report it. A server that
    /// already serves then ends with <see cref="Success"/>.
    /// </summary>
    public const int Interrupted = 130;

    /// <summary>The same, by SIGTERM.</summary>
    public const int Terminated = 143;

    public const string Explained =
        """
        Exit codes:
          0  ended as asked
          1  unexpected fault
          2  wrong option or setting
          3  another process uses the data directory or the database
          4  the database cannot be used
          5  the address to listen on is taken
          6  the command was refused (unknown project, too many keys, something to be overwritten, ...)
          130, 143  interrupted by Ctrl+C or SIGTERM before it was done

          load, verify and export: 0 all well, 1 some lines not, 2 could not run
        """;
}
