using System.CommandLine;

namespace Orleans.Batch.Loading.Undoing;

/// <summary>The <c>undo</c> command.</summary>
internal static class UndoCommand
{
    private static readonly Argument<Guid> Import = new("import") { Description = "The id of the import, as load shows it" };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Undo it; without this the command only counts what would go" };

    /// <summary>Creates the command. Exit codes: 0 counted, or undone; 2 could not run.</summary>
    public static Command Create(ApiOptions api)
    {
        var command = new Command("undo", "Removes what a load brought, as if the graphs had never received it")
        {
            Import, Yes, api.Url, api.Key,
        };
        command.SetAction((parsed, cancel) =>
        {
            var console = LoadConsole.Create();
            return FileCommand.RunAsync(console, "the server goes on if it has begun", () => RunAsync(parsed), cancel);

            Task<int> RunAsync(ParseResult given) =>
                new ImportUndoing(console, TimeProvider.System, new LoadLimits())
                    .RunAsync(given.GetRequiredValue(Import), given.GetValue(Yes), api.Read(given), cancel);
        });
        return command;
    }
}
