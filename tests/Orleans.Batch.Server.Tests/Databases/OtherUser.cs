namespace Orleans.Batch.Server.Tests.Databases;

/// <summary>Runs commands without root's rights: as the Unix account <c>nobody</c> where the tests are root.</summary>
internal static class OtherUser
{
    public const string Name = "nobody";

    /// <summary>Starts a command of the server.</summary>
    public static ServerProcess Start(IReadOnlyList<string> arguments, params (string Name, string? Value)[] environment) =>
        ServerProcess.StartThrough(
            Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", Name, "--clear-groups"] : [], arguments, environment);
}
