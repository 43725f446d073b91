using System.Text.Json;
using Spectre.Console;

namespace Orleans.Batch.Loading;

/// <summary>Reports what a load would do: reads the whole file, queries the server, sends nothing.</summary>
internal sealed class DryRun(IAnsiConsole console, TimeProvider time, LoadLimits limits)
{
    private const int Listed = 20;

    /// <summary>Runs it and returns the exit code: 1 when a line would be refused, 2 when no server could be queried.</summary>
    public Task<int> RunAsync(LoadOptions options, CancellationToken cancel) =>
        FileCommand.RunAsync(console, "", () => TryAsync(options, cancel), cancel);

    private async Task<int> TryAsync(LoadOptions options, CancellationToken cancel)
    {
        var tally = new FileTally(limits);
        var progress = new LoadProgress();
        using var imported = await SourceImport.RunAsync(options, console, time, cancel);
        using var source = new FileItemSource(options.File, limits) { Observer = tally, Imported = imported };
        var screen = new ActivityScreen(console, progress, time);
        await screen.ShowAsync(
            () => SurveyAsync(source, progress, cancel),
            _ => $"read {progress.CheckedLines:N0} {source.Units} ({progress.CheckedShare:P0})");
        var report = Report(source, tally);
        var (answered, problem) = (report, "");
        try
        {
            answered = await screen.ShowAsync(() => AskAsync(options, report, source, tally, progress, cancel), _ => "asking the server");
        }
        catch (LoadException e)
        {
            problem = e.Message;
        }

        DryRunText.Write(console, source, options.File, answered, problem);
        if (options.Receipt is { } path)
        {
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(answered, LoadJson.Default.DryRunReport) + "\n", cancel);
        }

        return problem.Length > 0 ? FileCommand.CouldNotRun : answered.AllWell ? FileCommand.AllWell : FileCommand.SomeNotWell;
    }

    private static Task<bool> SurveyAsync(FileItemSource source, LoadProgress progress, CancellationToken cancel) => Task.Run(
        () =>
        {
            source.Survey(progress.Checked, cancel);
            return true;
        },
        cancel);

    private static DryRunReport Report(FileItemSource source, FileTally tally)
    {
        var all = tally.All.Select((t, i) => (Tally: t, Named: source.Named.All[i])).ToArray();
        return new DryRunReport
        {
            Source = source.Key,
            LinesRead = source.Lines,
            BlankLines = source.BlankLines,
            DestinationRecords = source.RecordLines,
            Items = source.ItemCount,
            ItemBytes = tally.All.Sum(t => t.Bytes),
            Rejected = source.Rejects.Count,
            UnknownFields = source.Unknown.All,
            RepeatedRecordIds = source.RepeatedRecordIds,
            RejectsFile = source.Rejects.Count > 0 ? source.Rejects.Path : null,
            LeftOut = source.Imported?.LeftOut,
            Kinds =
            [
                .. all.GroupBy(a => a.Named.Kind).OrderBy(k => k.Key)
                    .Select(k => new KindReport(Word(k.Key), k.Count(), k.Sum(a => a.Tally.Items), k.Sum(a => a.Tally.Bytes))),
            ],
            Largest = Largest(all, source),
            Undated = Top(all, t => (t.Undated, t.FirstUndated)),
            UndatedDestinations = tally.All.Count(t => t.Undated > 0),
            Backward = Top(all, t => (t.Backward, t.FirstBackward)),
            BackwardDestinations = tally.All.Count(t => t.Backward > 0),
        };
    }

    private static DestinationReport[] Largest(
        IEnumerable<(DestinationTally Tally, NamedDestination Named)> all, FileItemSource source) =>
    [
        .. all
            .GroupBy(a => a.Named.Kind == LineKind.Thread && source.Destinations.UserOf(a.Named.Id) is { } user
                ? (Kind: LineKind.User, Id: user)
                : (a.Named.Kind, a.Named.Id))
            .Select(g => new DestinationReport(Word(g.Key.Kind), g.Key.Id, g.Sum(a => a.Tally.Items), g.Min(a => a.Named.Line)))
            .OrderByDescending(d => d.Items).ThenBy(d => d.FirstLine)
            .Take(Listed),
    ];

    private static DestinationReport[] Top(
        IEnumerable<(DestinationTally Tally, NamedDestination Named)> all, Func<DestinationTally, (long Items, long FirstLine)> count) =>
    [
        .. all.Select(a => (a.Named, Count: count(a.Tally)))
            .Where(a => a.Count.Items > 0).OrderByDescending(a => a.Count.Items).ThenBy(a => a.Count.FirstLine).Take(Listed)
            .Select(a => new DestinationReport(Word(a.Named.Kind), a.Named.Id, a.Count.Items, a.Count.FirstLine)),
    ];

    private async Task<DryRunReport> AskAsync(
        LoadOptions options, DryRunReport report, FileItemSource source, FileTally tally, LoadProgress progress, CancellationToken cancel)
    {
        var notes = new WaitReporter(progress, time);
        await ServerProbe.CheckAsync(options.Server, options.PauseWhenFull, time, notes, cancel);
        using var api = new ApiClient(options.Server, new ApiRetryPolicy(limits.MaxWait, options.PauseWhenFull), time, notes);
        var choice = await ModelChoice.FindAsync(api, options.Extraction, cancel);
        if (await UuidLookup.FindAsync(api, source.Uuids, limits, cancel) | choice.Model is not null)
        {
            tally.Model = choice.Model;

            // The lines with UUIDs have destinations now; and what a model takes depends on the limits of its requests.
            await SurveyAsync(source, progress, cancel);
            report = Report(source, tally);
        }

        var earlier = await PreviousRun.FindAsync(api, source.Key, cancel);
        var asked = source.Named.All.Where(n => !source.Destinations.Creates(n.Kind, n.Id)).ToArray();
        var missing = await new MissingDestinations(api, progress, limits).FindAsync(asked, cancel);
        var rate = await LoadRate.MeasureAsync(api, cancel);
        var ordinals = source.Named.All.Select((n, i) => (n, i)).Where(x => missing.Contains(x.n)).ToDictionary(x => x.n, x => x.i);
        var all = report.Items / rate.ItemsPerSecond;
        var alone = (report.Largest.Count > 0 ? report.Largest[0].Items : 0) / rate.OfOneDestination;
        return report with
        {
            Url = api.Url.ToString(),
            Missing = [.. missing.Select(m => new DestinationReport(Word(m.Kind), m.Id, tally.All[ordinals[m]].Items, m.Line))],
            BatchesStartedBefore = earlier.Count,
            ItemsPerSecond = rate.ItemsPerSecond,
            MeasuredOnBatches = rate.Batches,
            Seconds = Math.Max(all, alone),
            BoundByOneDestination = alone > all,
            Model = tally.Estimate,
            ModelProblem = choice.Problem,
        };
    }

    private static string Word(LineKind kind) => kind.ToString().ToLowerInvariant();
}
