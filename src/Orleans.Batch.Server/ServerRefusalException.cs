namespace Orleans.Batch.Server;

/// <summary>The process cannot continue; the message is for the operator.</summary>
internal sealed class ServerRefusalException(int exitCode, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode => exitCode;
}
