using System.CommandLine;
using System.Globalization;
using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Server.Commands;

/// <summary>projects create, set, predicates, list.</summary>
internal static class ProjectsCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "The project's name; unique" };
    private static readonly Option<string?> Extraction = ExtractionOption(
        $"What is made of its items where a batch does not say. Default: {EnumNames<ExtractionMode>.Name(Project.DefaultExtraction)}");

    private static readonly Option<string?> NewExtraction = ExtractionOption(
        "What is made of its items where a batch does not say; batches that exist keep theirs");

    private static readonly Option<int?> Weight = new("--weight")
    {
        Description = $"Its share of ingestion while other projects have batches waiting too, 1 to {Project.MaxWeight}. A new project has 1",
        HelpName = "N",
    };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "The profile of its model (Models:Profiles), for batches that name none and for live writes",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Summaries = WordOption<SummaryMode>(
        "--summaries", "Of what its model writes summaries when facts change. A new project has none");

    private static readonly Option<long?> MaxTokens = new("--max-tokens")
    {
        Description = "The most tokens that all its requests to models may take; without it, --max-cost leaves them without a cap",
        HelpName = "N",
    };

    private static readonly Option<decimal?> MaxCost = new("--max-cost")
    {
        Description = "The most that they may cost, in the currency of the configured prices; without it, --max-tokens leaves it without a cap",
        HelpName = "AMOUNT",
    };

    private static readonly Option<string[]> SingleValued = PredicateOption(
        "--single", "Facts of which a subject has one at a time, such as LIVES_IN: a later one ends the one before. For facts extracted from now on");

    private static readonly Option<string[]> Several = PredicateOption("--several", "Facts of which a subject has several at a time");

    private static readonly Option<string[]> AsBuiltIn = PredicateOption("--reset", "Names that are treated as if nothing had been decided or learned about them");

    public static Command Create() =>
        new("projects", "Creates, changes and lists projects, in the data of a server that has started before and may be running")
        {
            CreateProject(),
            Set(),
            Predicates(),
            List(),
        };

    private static Command CreateProject()
    {
        var command = new Command("create", "Makes a project; keys create --project NAME then makes its key") { Name, Extraction };
        command.SetAction((parsed, _) => AdministrationCommand.RunAsync(parsed, async (projects, stop) =>
        {
            var made = await projects.CreateProjectAsync(parsed.GetRequiredValue(Name), Find<ExtractionMode>(parsed.GetValue(Extraction)), stop);
            await Console.Out.WriteLineAsync($"Project {made.Name} ({made.Uuid}).");
        }));
        return command;
    }

    private static Command Set()
    {
        Option[] changes = [NewExtraction, Weight, Model, Summaries, MaxTokens, MaxCost];
        var command = new Command("set", "Changes a project") { Name };
        foreach (var change in changes)
        {
            command.Options.Add(change);
        }

        command.Validators.Add(result =>
        {
            if (!Array.Exists(changes, c => result.GetResult(c) is not null))
            {
                result.AddError($"Say what to change: {string.Join(", ", changes.Select(static c => c.Name))}.");
            }
        });
        command.SetAction((parsed, _) => AdministrationCommand.RunAsync(parsed, async (projects, stop) =>
        {
            var changed = await projects.ChangeProjectAsync(
                parsed.GetRequiredValue(Name),
                new(
                    Find<ExtractionMode>(parsed.GetValue(NewExtraction)),
                    parsed.GetValue(Weight),
                    parsed.GetValue(Model),
                    Caps(parsed),
                    Find<SummaryMode>(parsed.GetValue(Summaries))),
                stop);
            await Console.Out.WriteLineAsync(
                $"Project {changed.Name}: {EnumNames<ExtractionMode>.Name(changed.Extraction)}, weight {changed.Weight}, summaries {EnumNames<SummaryMode>.Name(changed.Summaries)}.");
        }));
        return command;
    }

    private static Command Predicates()
    {
        var command = new Command("predicates", "Lists the names of facts that models use in a project, and decides which have one object at a time")
        {
            Name, SingleValued, Several, AsBuiltIn,
        };
        command.SetAction((parsed, _) => AdministrationCommand.RunAsync(parsed, async (projects, stop) =>
        {
            var project = parsed.GetRequiredValue(Name);
            foreach (var (option, single) in ((Option<string[]> Option, bool? Single)[])[(SingleValued, true), (Several, false), (AsBuiltIn, null)])
            {
                if (parsed.GetValue(option) is { Length: > 0 } names)
                {
                    await projects.SetPredicatesAsync(project, names, single, stop);
                }
            }

            TableOutput.Write(
                ["NAME", "OBJECTS AT A TIME", "FROM"],
                (await projects.ListPredicatesAsync(project, stop)).Select(p => new[]
                {
                    p.Name, p.IsSingleValued ? "one" : "several", EnumNames<PredicateOrigin>.Name(p.Origin),
                }));
        }));
        return command;
    }

    private static Option<string[]> PredicateOption(string name, string description) =>
        new(name) { Description = description, HelpName = "PREDICATE", AllowMultipleArgumentsPerToken = true };

    private static ModelCaps? Caps(ParseResult parsed) => parsed.GetResult(MaxTokens) is null && parsed.GetResult(MaxCost) is null
        ? null
        : new ModelCaps(parsed.GetValue(MaxTokens), (long?)(parsed.GetValue(MaxCost) * 1_000_000m));

    private static Option<string?> ExtractionOption(string description) => WordOption<ExtractionMode>("--extraction", description);

    private static Option<string?> WordOption<T>(string name, string description)
        where T : struct, Enum
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "MODE" };
        option.AcceptOnlyFromAmong([.. EnumNames<T>.List]);
        return option;
    }

    private static T? Find<T>(string? word)
        where T : struct, Enum =>
        word is not null && EnumNames<T>.TryParse(word, out var value) ? value : null;

    private static Command List()
    {
        var command = new Command("list", "Lists projects, oldest first");
        command.SetAction((parsed, _) => AdministrationCommand.RunAsync(parsed, async (projects, stop) =>
            TableOutput.Write(
                ["ID", "NAME", "UUID", "CREATED", "EXTRACTION", "WEIGHT", "SUMMARIES"],
                (await projects.ListProjectsAsync(stop)).Select(p => new[]
                {
                    p.Id.Value.ToString(CultureInfo.InvariantCulture), p.Name, p.Uuid.ToString(), TableOutput.Moment(p.CreatedAt),
                    EnumNames<ExtractionMode>.Name(p.Extraction), p.Weight.ToString(CultureInfo.InvariantCulture), EnumNames<SummaryMode>.Name(p.Summaries),
                }))));
        return command;
    }
}
