using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Orleans.Batch.Server.Commands;

/// <summary>projects create, set, list.</summary>
internal static class ProjectsCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "The project's name; unique" };
    private static readonly Option<string?> Extraction = ExtractionOption(
        $"What is made of its items where a batch does not say. Default: {Word(Project.DefaultExtraction)}");

    private static readonly Option<string?> NewExtraction = ExtractionOption(
        "What is made of its items where a batch does not say; batches that exist keep theirs");

    private static readonly Option<int?> Weight = new("--weight")
    {
        Description = $"Its share of ingestion while other projects have batches waiting too, 1 to {Project.MaxWeight}. A new project has 1",
        HelpName = "N",
    };

    public static Command Create() =>
        new("projects", "Creates, changes and lists projects; beside a running server or without one")
        {
            CreateProject(),
            Set(),
            List(),
        };

    private static Command CreateProject()
    {
        var command = new Command("create", "Makes a project; keys create --project NAME then makes its key") { Name, Extraction };
        command.SetAction((parsed, _) => AdministrationCommand.RunAsync(parsed, async (projects, stop) =>
        {
            var made = await projects.CreateProjectAsync(parsed.GetRequiredValue(Name), Mode(parsed.GetValue(Extraction)), stop);
            await Console.Out.WriteLineAsync($"Project {made.Name} ({made.Uuid}).");
        }));
        return command;
    }

    private static Command Set()
    {
        var command = new Command("set", "Changes a project") { Name, NewExtraction, Weight };
        command.Validators.Add(result =>
        {
            if (result.GetResult(NewExtraction) is null && result.GetResult(Weight) is null)
            {
                result.AddError("Say what to change: --extraction, --weight or both.");
            }
        });
        command.SetAction((parsed, _) => AdministrationCommand.RunAsync(parsed, async (projects, stop) =>
        {
            var changed = await projects.ChangeProjectAsync(
                parsed.GetRequiredValue(Name), new(Mode(parsed.GetValue(NewExtraction)), parsed.GetValue(Weight)), stop);
            await Console.Out.WriteLineAsync($"Project {changed.Name}: {Word(changed.Extraction)}, weight {changed.Weight}.");
        }));
        return command;
    }

    private static Option<string?> ExtractionOption(string description)
    {
        var option = new Option<string?>("--extraction") { Description = description, HelpName = "MODE" };
        option.AcceptOnlyFromAmong([.. Enum.GetValues<ExtractionMode>().Select(Word)]);
        return option;
    }

    private static string Word(ExtractionMode mode) => JsonNamingPolicy.SnakeCaseLower.ConvertName(mode.ToString());

    private static ExtractionMode? Mode(string? word) =>
        word is null ? null : Enum.GetValues<ExtractionMode>().Single(m => string.Equals(Word(m), word, StringComparison.Ordinal));

    private static Command List()
    {
        var command = new Command("list", "Lists projects, oldest first");
        command.SetAction((parsed, _) => AdministrationCommand.RunAsync(parsed, async (projects, stop) =>
            TableOutput.Write(
                ["ID", "NAME", "UUID", "CREATED", "EXTRACTION", "WEIGHT"],
                (await projects.ListProjectsAsync(stop)).Select(p => new[]
                {
                    p.Id.Value.ToString(CultureInfo.InvariantCulture), p.Name, p.Uuid.ToString(), TableOutput.Moment(p.CreatedAt),
                    Word(p.Extraction), p.Weight.ToString(CultureInfo.InvariantCulture),
                }))));
        return command;
    }
}
