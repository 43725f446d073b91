using System.Text.Json;
using Spectre.Console;

namespace Orleans.Batch.Loading;

/// <summary>Loads a file from its first line to the receipt.</summary>
internal sealed class FileLoad(IAnsiConsole console, TimeProvider time, LoadLimits limits)
{
    private const string Again = "run the same command again to go on; nothing is doubled.";

    /// <summary>Runs the load and returns the exit code.</summary>
    public Task<int> RunAsync(LoadOptions options, CancellationToken cancel) =>
        FileCommand.RunAsync(console, Again, () => LoadAsync(options, cancel), cancel);

    private async Task<int> LoadAsync(LoadOptions options, CancellationToken cancel)
    {
        using var imported = await SourceImport.RunAsync(options, console, time, cancel);
        using var source = new FileItemSource(options.File, limits) { Imported = imported };
        var progress = new LoadProgress();
        var notes = new WaitReporter(progress, time);
        using var api = new ApiClient(options.Server, new ApiRetryPolicy(limits.MaxWait, options.PauseWhenFull), time, notes);
        await UuidLookup.SurveyAsync(
            source, () => Task.Run(() => source.Survey(progress.Checked, cancel), cancel), AnsweringAsync, limits, cancel);
        console.WriteLine(
            $"{options.File}: {source.Lines:N0} {source.Units}, {source.ItemCount:N0} items, {source.Destinations.Count:N0} destinations, {source.Rejects.Count:N0} rejected");

        SurveyWarnings.Write(console, source);
        (progress.DestinationTotal, progress.ItemTotal) = (source.Destinations.Count, source.ItemCount);
        var screen = new LoadScreen(console, progress, time);
        using var run = new LoadRun(api, source, options.Described, options.Extraction, progress, limits, time);
        var receipt = await screen.ShowAsync(async () =>
        {
            await AnsweringAsync();
            return await run.RunAsync(cancel);
        });
        progress.WriteNotes(console);
        receipt = receipt with
        {
            LinesRead = source.Lines,
            BlankLines = source.BlankLines,
            DestinationRecords = source.RecordLines,
            Rejected = source.Rejects.Count,
            UnknownFields = source.Unknown.All,
            RepeatedRecordIds = source.RepeatedRecordIds,
            RejectsFile = source.Rejects.Count > 0 ? source.Rejects.Path : null,
            LeftOut = imported?.LeftOut,
            FailedItems = [.. receipt.FailedItems.Select(f => f with { Place = imported?.PlaceOf(f.Line) })],
        };
        ReceiptText.Write(console, receipt, source);
        if (options.Receipt is { } path)
        {
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(receipt, LoadJson.Default.LoadReceipt) + "\n", cancel);
        }

        return receipt.Complete ? FileCommand.AllWell : FileCommand.SomeNotWell;

        async Task<ApiClient> AnsweringAsync()
        {
            await ServerProbe.CheckAsync(options.Server, options.PauseWhenFull, time, notes, cancel);
            return api;
        }
    }
}
