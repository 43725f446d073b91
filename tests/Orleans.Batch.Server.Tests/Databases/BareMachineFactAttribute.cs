namespace Orleans.Batch.Server.Tests.Databases;

/// <summary>A test in a mount namespace; skipped, with the reason, where that is not permitted or a program is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BareMachineFactAttribute : FactAttribute
{
    /// <param name="program">A program of this machine that the test needs; null for none.</param>
    public BareMachineFactAttribute(string? program = null)
    {
        Program = program;
        if (!BareMachine.IsPermitted)
        {
            Skip = "needs to hide PostgreSQL in a mount namespace (root, or CAP_SYS_ADMIN in a container), which is not permitted here";
        }
        else if (program is not null && !File.Exists($"/usr/bin/{program}") && !File.Exists($"/usr/local/bin/{program}"))
        {
            Skip = $"needs {program}";
        }
    }

    public string? Program { get; }
}
