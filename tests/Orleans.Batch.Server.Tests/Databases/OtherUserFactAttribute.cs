namespace Orleans.Batch.Server.Tests.Databases;

/// <summary>A test of two users; skipped where the tests cannot start a process of another one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OtherUserFactAttribute : FactAttribute
{
    public OtherUserFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/setpriv"))
        {
            Skip = "needs root and setpriv, to run a command as another user";
        }
    }
}
