using System.CommandLine;
using System.Globalization;

namespace Orleans.Batch.Server.Commands;

/// <summary>projects create, list.</summary>
internal static class ProjectsCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "The project's name; unique" };

    public static Command Create() =>
        new("projects", "Creates and lists projects; beside a running server or without one")
        {
            CreateProject(),
            List(),
        };

    private static Command CreateProject()
    {
        var command = new Command("create", "Makes a project; keys create --project NAME then makes its key") { Name };
        command.SetAction((parsed, _) => AdministrationCommand.RunAsync(parsed, async (projects, stop) =>
        {
            var made = await projects.CreateProjectAsync(parsed.GetRequiredValue(Name), stop);
            await Console.Out.WriteLineAsync($"Project {made.Name} ({made.Uuid}).");
        }));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Lists projects, oldest first");
        command.SetAction((parsed, _) => AdministrationCommand.RunAsync(parsed, async (projects, stop) =>
            Listing.Write(
                ["ID", "NAME", "UUID", "CREATED"],
                (await projects.ListProjectsAsync(stop)).Select(p => new[]
                {
                    p.Id.Value.ToString(CultureInfo.InvariantCulture), p.Name, p.Uuid.ToString(), Listing.Moment(p.CreatedAt),
                }))));
        return command;
    }
}
