namespace Orleans.Batch.Silo;

/// <summary>The process cannot go on; the message is for the person who started it.</summary>
internal sealed class SiloRefusalException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode => exitCode;
}
