using Spectre.Console;

namespace Orleans.Batch.Loading.Verifying;

/// <summary>Searches the graphs for every line of a file.</summary>
internal sealed class FileVerification(IAnsiConsole console, TimeProvider time, LoadLimits limits)
{
    private const string Found = ".differences.ndjson";

    /// <summary>Runs it and returns the exit code.</summary>
    public Task<int> RunAsync(string file, ApiTarget server, CancellationToken cancel) =>
        FileCommand.RunAsync(console, "", () => TryAsync(file, server, cancel), cancel);

    private async Task<int> TryAsync(string file, ApiTarget server, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var progress = new LoadProgress();
        var screen = new ActivityScreen(console, progress, time);
        using var spool = new FingerprintSpool(file);
        using var source = new FileItemSource(file, limits, Found) { Observer = spool };
        var notes = new WaitReporter(progress, time);
        using var api = new ApiClient(server, new ApiRetryPolicy(limits.MaxWait), time, notes);
        await screen.ShowAsync(
            async () =>
            {
                await UuidLookup.SurveyAsync(
                    source, () => Task.Run(() => source.Survey(progress.Checked, cancel), cancel), AnsweringAsync, limits, cancel);
                return true;
            },
            _ => $"read {progress.CheckedLines:N0} lines ({progress.CheckedShare:P0})");
        await AnsweringAsync();
        var bad = source.Rejects.Count;
        var found = new Differences(source.Rejects);
        await screen.ShowAsync(
            () => CompareAsync(api, source, spool, found, progress, cancel),
            elapsed => $"looked at {progress.Destinations:N0} of {source.Named.All.Count:N0} destinations, "
                + $"{found.Seen:N0} episodes ({found.Seen / Math.Max(0.001, elapsed.TotalSeconds):N0}/s)");
        Write(file, source, bad, found, time.GetElapsedTime(began));
        return bad > 0 || found.Any ? FileCommand.SomeNotWell : FileCommand.AllWell;

        async Task<ApiClient> AnsweringAsync()
        {
            await ServerProbe.CheckAsync(server, pauseWhenFull: false, time, notes, cancel);
            return api;
        }
    }

    private async Task<bool> CompareAsync(
        ApiClient api, FileItemSource source, FingerprintSpool spool, Differences found, LoadProgress progress, CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = limits.ConcurrentDestinations, CancellationToken = cancel };
        var records = new RecordCheck(api, found);
        foreach (var kind in new[] { LineKind.User, LineKind.Graph, LineKind.Thread })
        {
            await Parallel.ForEachAsync(source.Destinations.GetAll(kind), options, records.RunAsync);
        }

        foreach (var part in spool.Parts())
        {
            await Parallel.ForEachAsync(part, options, async (lines, stop) =>
            {
                await new DestinationCheck(lines, source.Named.All[lines[0].Destination], found).RunAsync(api, stop);
                progress.AddDestination();
            });
        }

        return true;
    }

    private void Write(string file, FileItemSource source, long bad, Differences found, TimeSpan elapsed)
    {
        foreach (var one in found.First())
        {
            console.WriteLine(one);
        }

        console.WriteLine(
            $"{file}: {source.Lines:N0} lines, {source.ItemCount:N0} items in {source.Named.All.Count:N0} destinations, "
            + $"{source.RecordLines:N0} destination records, {source.BlankLines:N0} blank, in {DisplayFormat.Time(elapsed)}");
        console.WriteLine(
            $"{found[Difference.Missing]:N0} missing, {found[Difference.Different]:N0} different, {found[Difference.Doubled]:N0} doubled"
            + (bad > 0 ? $", {bad:N0} lines that are no items" : ""));
        console.WriteLine(
            source.Rejects.Count > 0 ? $"Not as the file says; every such line: {source.Rejects.Path}" : "Every line is there, once and as it is.");
    }
}
