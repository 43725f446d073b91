using Spectre.Console;

namespace Orleans.Batch.Loading;

/// <summary>The command line's options of an export.</summary>
/// <param name="File">The target file.</param>
/// <param name="Server">The source server.</param>
/// <param name="Graphs">Only these graphs, if any graph or user is named.</param>
/// <param name="Users">Only these users.</param>
internal sealed record ExportOptions(string File, ApiTarget Server, IReadOnlyCollection<string> Graphs, IReadOnlyCollection<string> Users);

/// <summary>Writes a project's graphs to a file for <c>load</c>.</summary>
internal sealed class FileExport(IAnsiConsole console, TimeProvider time, LoadLimits limits)
{
    /// <summary>Runs it and returns the exit code.</summary>
    public Task<int> RunAsync(ExportOptions options, CancellationToken cancel) =>
        FileCommand.RunAsync(console, "no file was written; run the same command again.", () => TryAsync(options, cancel), cancel);

    private async Task<int> TryAsync(ExportOptions options, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var progress = new LoadProgress();
        var notes = new WaitReporter(progress, time);
        var counts = new ExportCounts();
        using var file = new ExportFile(options.File);
        using var lines = new ExportLines(file.Content);
        await ServerProbe.CheckAsync(options.Server, pauseWhenFull: false, time, notes, cancel);
        using var api = new ApiClient(options.Server, new ApiRetryPolicy(limits.MaxWait), time, notes);
        var bytes = await new ActivityScreen(console, progress, time).ShowAsync(
            () => Task.Run(
                async () =>
                {
                    await new ProjectExport(api, lines, counts, limits).RunAsync(options.Graphs, options.Users, cancel);
                    return file.Complete();
                },
                cancel),
            elapsed => $"{counts.Items:N0} items of {counts.Read:N0} graphs ({counts.Items / Math.Max(0.001, elapsed.TotalSeconds):N0}/s)");
        console.WriteLine(
            $"{options.File}: {counts.Graphs:N0} graphs, {counts.Users:N0} users, {counts.Threads:N0} threads, {counts.Items:N0} items, "
            + $"{DisplayFormat.Bytes(bytes)}, in {DisplayFormat.Time(time.GetElapsedTime(began))}");
        if (counts.LeftOut > 0)
        {
            console.WriteLine($"{counts.LeftOut:N0} episodes are of a kind that no item can be (fact triples), and were left out.");
        }

        return counts.LeftOut > 0 ? FileCommand.SomeNotWell : FileCommand.AllWell;
    }
}
