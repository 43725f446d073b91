using Spectre.Console;

namespace Orleans.Batch.Loading;

/// <summary>The report of a dry run as text.</summary>
internal static class DryRunText
{
    private const int Listed = 5;

    /// <summary>Writes it.</summary>
    /// <param name="console">The output.</param>
    /// <param name="source">The file, surveyed.</param>
    /// <param name="file">Its name.</param>
    /// <param name="report">The report.</param>
    /// <param name="problem">Why the server could not be queried; empty when it was.</param>
    public static void Write(IAnsiConsole console, FileItemSource source, string file, DryRunReport report, string problem)
    {
        console.WriteLine($"{file}: a dry run, nothing was sent");
        console.WriteLine(
            $"{report.LinesRead:N0} {source.Units}: {report.Items:N0} items ({DisplayFormat.Bytes(report.ItemBytes)}), {report.DestinationRecords:N0} destination records, "
            + $"{report.BlankLines:N0} blank, {report.Rejected:N0} to be rejected");
        foreach (var kind in report.Kinds)
        {
            console.WriteLine($"  {DisplayFormat.Count(kind.Items, "item", "items")} ({DisplayFormat.Bytes(kind.Bytes)}) for {DisplayFormat.Count(kind.Destinations, kind.Kind, kind.Kind + "s")}");
        }

        if (report.RejectsFile is { } rejects)
        {
            console.WriteLine($"ERROR {DisplayFormat.Count(report.Rejected, source.Unit, source.Units)} would be rejected: {rejects}");
            RejectText.Write(console, source.Rejects);
        }

        LeftOutText.Write(console, report.LeftOut);

        SurveyWarnings.Write(console, source);
        List(
            console, source, "ERROR", report.Missing?.Count ?? 0, report.Missing ?? [],
            "not there; create them, or put their records into the file");
        List(
            console, source, "warning", report.UndatedDestinations, report.Undated,
            "with items without created_at, whose facts are dated by the moment they are added");
        List(
            console, source, "warning", report.BackwardDestinations, report.Backward,
            "with items older than one before them; put the oldest first, since items are context for later ones");
        if (problem.Length > 0)
        {
            console.WriteLine($"ERROR the server could not be asked for destinations and its rate: {problem}");
            return;
        }

        WriteTime(console, report);
        WriteModel(console, report);
        console.WriteLine(
            report.AllWell ? $"Every {source.Unit} would be accepted."
            : report.ModelProblem is not null ? "The load would not run like this."
            : $"Some {source.Units} would be rejected.");
    }

    private static void WriteTime(IAnsiConsole console, DryRunReport report)
    {
        if (report.BatchesStartedBefore > 0)
        {
            console.WriteLine($"Started by an earlier run, and not sent again by a load: {DisplayFormat.Count(report.BatchesStartedBefore, "batch", "batches")} of this content.");
        }

        var rate = report.MeasuredOnBatches > 0
            ? $"{report.ItemsPerSecond:N0} items/s, measured on the latest loads ({DisplayFormat.Count(report.MeasuredOnBatches, "batch", "batches")})"
            : $"{report.ItemsPerSecond:N0} items/s, an assumption: no load of this project to measure";
        var largest = report.Largest.Count > 0
            ? $"; the largest graph ({report.Largest[0].Kind} {report.Largest[0].Id}) gets {DisplayFormat.Count(report.Largest[0].Items, "item", "items")}"
                + (report.BoundByOneDestination && report.Seconds > 60 ? ", which go in one after another: that is what takes this long" : "")
            : "";
        console.WriteLine($"about {DisplayFormat.Time(TimeSpan.FromSeconds(report.Seconds))} at {rate}{largest}");
    }

    private static void WriteModel(IAnsiConsole console, DryRunReport report)
    {
        if (report.ModelProblem is { } problem)
        {
            console.WriteLine($"ERROR {problem}");
        }

        if (report.Model is not { } model)
        {
            return;
        }

        console.WriteLine(
            $"model {model.Profile}: about {DisplayFormat.Count(model.Requests, "request", "requests")}, {model.InputTokens:N0} tokens in, "
            + $"{model.OutputTokens:N0} out; {(model.Cost is { } cost ? $"cost {cost:N2}" : "no prices configured")}; "
            + $"{DisplayFormat.Time(TimeSpan.FromHours(model.Hours))} at its limits, behind the load. Answers that are stored already cost nothing.");
    }

    private static void List(
        IAnsiConsole console, FileItemSource source, string severity, int count, IReadOnlyList<DestinationReport> destinations, string what)
    {
        if (count == 0)
        {
            return;
        }

        console.WriteLine($"{severity} {DisplayFormat.Count(count, "destination", "destinations")} {what}:");
        foreach (var one in destinations.Take(Listed))
        {
            console.WriteLine($"  {one.Kind} {one.Id}: {DisplayFormat.Count(one.Items, "item", "items")}, the first {source.At(one.FirstLine)}");
        }

        if (count > Listed)
        {
            console.WriteLine($"  and {count - Listed:N0} more");
        }
    }
}
