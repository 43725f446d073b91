namespace Orleans.Batch.Server.Tests.Databases;

/// <summary>Runs commands without root's rights: under an unprivileged account where the tests are root.</summary>
internal static class OtherUser
{
    /// <summary>The account that Unix systems keep for processes without any rights.</summary>
    public const string Name = "nobody";

    /// <summary>Starts a command of the server.</summary>
    public static ServerProcess Start(IReadOnlyList<string> arguments, params (string Name, string? Value)[] environment) =>
        ServerProcess.StartThrough(
            Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", Name, "--clear-groups"] : [], arguments, environment);
}
