using System.Text.Json;
using Spectre.Console;

namespace Orleans.Batch.Server.Loading;

/// <summary>Loads a file from its first line to the receipt.</summary>
internal sealed class FileLoad(IAnsiConsole console, TimeProvider time, LoadLimits limits)
{
    /// <summary>All lines are in.</summary>
    public const int AllIn = 0;

    /// <summary>The load ran to its end, but lines were rejected or items failed.</summary>
    public const int SomeNotIn = 1;

    /// <summary>The load could not run, or not to its end.</summary>
    public const int CouldNotRun = 2;

    /// <summary>Runs the load and returns the exit code.</summary>
    public async Task<int> RunAsync(LoadOptions options, CancellationToken cancel)
    {
        try
        {
            var receipt = await LoadAsync(options, cancel);
            ReceiptText.Write(console, receipt);
            if (options.Receipt is { } path)
            {
                await File.WriteAllTextAsync(path, JsonSerializer.Serialize(receipt, LoadJson.Default.LoadReceipt) + "\n", cancel);
            }

            return receipt.Complete ? AllIn : SomeNotIn;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            console.WriteLine("Stopped. Run the same command again to go on; nothing is doubled.");
            return CouldNotRun;
        }
        catch (Exception e) when (e is LoadException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            console.WriteLine(e.Message);
            if (e is LoadException)
            {
                console.WriteLine("Once that is put right, run the same command again; nothing is doubled.");
            }

            return CouldNotRun;
        }
    }

    private async Task<LoadReceipt> LoadAsync(LoadOptions options, CancellationToken cancel)
    {
        var progress = new LoadProgress();
        var screen = new LoadScreen(console, progress, time);
        using var source = new FileItemSource(options.File, limits);
        await Task.Run(() => source.Survey(progress.Checked, cancel), cancel);
        console.WriteLine(
            $"{options.File}: {source.Lines:N0} lines, {source.ItemCount:N0} items, {source.Destinations.Count:N0} destinations, {source.Rejects.Count:N0} rejected");

        using var api = new ApiClient(options.Url, options.Key, limits.Patience, time, new WaitNotes(progress, time).Add);
        await ServerPresence.CheckAsync(options.Url, options.Key, time, cancel);
        using var run = new LoadRun(api, source, progress, limits, time);
        var receipt = await screen.ShowAsync(() => run.RunAsync(cancel));
        screen.WriteNotes();
        return receipt with
        {
            LinesRead = source.Lines,
            BlankLines = source.BlankLines,
            DestinationRecords = source.RecordLines,
            Rejected = source.Rejects.Count,
            RejectsFile = source.Rejects.Count > 0 ? source.Rejects.Path : null,
        };
    }
}
