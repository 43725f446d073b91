using System.CommandLine;
using Orleans.Batch.PostgreSql.Projects;

namespace Orleans.Batch.Server.Commands;

/// <summary>keys create, list, revoke.</summary>
internal static class KeysCommand
{
    private static readonly Option<string?> Project = new("--project")
    {
        Description = "The project's name. Default: default for create, every project for list",
        HelpName = "NAME",
    };

    private static readonly Argument<string> Key = new("key")
    {
        Description = "The key's id or its shown prefix, as keys list shows them",
    };

    public static Command Create() =>
        new("keys", "Creates, lists and revokes API keys, in the data of a server that has started before and may be running")
        {
            CreateKey(),
            List(),
            Revoke(),
        };

    private static Command CreateKey()
    {
        var command = new Command("create", "Makes a key and prints it, this once. A project holds at most two live keys")
        {
            Project,
        };
        command.SetAction((parsed, _) => AdministrationCommand.RunAsync(parsed, async (projects, stop) =>
        {
            var made = await projects.CreateKeyAsync(parsed.GetValue(Project) ?? ProjectStore.FirstProjectName, stop);

            // Only the key on standard output, so that a script can read it.
            await Console.Error.WriteLineAsync(
                $"Key {made.Key.KeyId} for project {made.Key.ProjectName}; it is not shown again:");
            await Console.Out.WriteLineAsync(made.Secret);
        }));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Lists keys, never the secret itself") { Project };
        command.SetAction((parsed, _) => AdministrationCommand.RunAsync(parsed, async (projects, stop) =>
            TableOutput.Write(
                ["KEY ID", "PROJECT", "PREFIX", "CREATED", "REVOKED"],
                (await projects.ListKeysAsync(parsed.GetValue(Project), stop)).Select(k => new[]
                {
                    k.KeyId.ToString(), k.ProjectName, k.Prefix, TableOutput.Moment(k.CreatedAt), TableOutput.Moment(k.RevokedAt),
                }))));
        return command;
    }

    private static Command Revoke()
    {
        var command = new Command("revoke", "Makes a key useless, within five seconds") { Key };
        command.SetAction((parsed, _) => AdministrationCommand.RunAsync(parsed, async (projects, stop) =>
        {
            var revoked = await projects.RevokeKeyAsync(parsed.GetRequiredValue(Key), stop);
            await Console.Out.WriteLineAsync($"Revoked key {revoked.KeyId} of project {revoked.ProjectName}.");
        }));
        return command;
    }
}
