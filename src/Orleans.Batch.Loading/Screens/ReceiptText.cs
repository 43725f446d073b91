using Spectre.Console;

namespace Orleans.Batch.Loading;

/// <summary>The receipt as text.</summary>
internal static class ReceiptText
{
    /// <summary>Writes it.</summary>
    /// <param name="console">The output.</param>
    /// <param name="receipt">The receipt.</param>
    /// <param name="source">The file; null for generated items.</param>
    public static void Write(IAnsiConsole console, LoadReceipt receipt, FileItemSource? source = null)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("batch", "status", "items", "succeeded", "failed", "skipped", "canceled");
        foreach (var b in receipt.Batches)
        {
            table.AddRow(
                b.BatchId, b.AlreadyThere ? $"{b.Status} (begun earlier)" : b.Status, $"{b.Items:N0}", $"{b.Succeeded:N0}",
                $"{b.Failed:N0}", $"{b.Skipped:N0}", $"{b.Canceled:N0}");
        }

        if (receipt.Batches.Count > 0)
        {
            console.Write(table);
        }

        if (receipt.ImportId is { } import)
        {
            console.WriteLine($"import: {import}");
        }

        foreach (var item in receipt.FailedItems)
        {
            console.WriteLine($"{item.Place ?? $"line {item.Line:N0}"} failed: {item.Code}: {item.Message}");
        }

        var before = receipt.AlreadyLoaded > 0 ? $"{receipt.AlreadyLoaded:N0} already loaded, " : "";
        if (receipt.LinesRead > 0)
        {
            console.WriteLine(
                $"{receipt.LinesRead:N0} {source?.Units} read: {receipt.Accepted:N0} items accepted, {before}{receipt.DestinationRecords:N0} destination records, "
                + $"{receipt.BlankLines:N0} blank, {receipt.Rejected:N0} rejected");
        }

        console.WriteLine($"destinations: {receipt.DestinationsCreated:N0} created, {receipt.DestinationsAlreadyThere:N0} already there, in {receipt.DestinationSeconds:N1} s");
        console.WriteLine(
            $"items: {receipt.Succeeded:N0} succeeded, {before}{receipt.Failed:N0} failed, {receipt.Skipped:N0} skipped, {receipt.Canceled:N0} canceled, "
            + $"in {receipt.ItemSeconds:N1} s ({receipt.Accepted / Math.Max(0.001, receipt.ItemSeconds):N0} items/s)");
        if (receipt.Facts + receipt.Entities > 0)
        {
            console.WriteLine($"memory: {receipt.Facts:N0} facts, {receipt.Entities:N0} new entities");
        }

        WriteModel(console, receipt);
        if (receipt.Hint is { } hint)
        {
            console.WriteLine(hint);
        }

        LeftOutText.Write(console, receipt.LeftOut);
        if (source is not null && receipt.RejectsFile is { } rejects)
        {
            RejectText.Write(console, source.Rejects);
            console.WriteLine($"rejected {source.Units}: {rejects}");
        }
    }

    private static void WriteModel(IAnsiConsole console, LoadReceipt receipt)
    {
        if (receipt.Extracted is not { } extracted)
        {
            return;
        }

        var runs = receipt.Batches.Select(b => b.ModelRun).OfType<ModelRun>().ToList();
        var (cost, replays) = (runs.Sum(r => r.Cost), runs.Sum(r => r.Replays));
        console.WriteLine(
            $"model: {extracted:N0} items extracted, {receipt.Unextracted:N0} not; {DisplayFormat.Count(runs.Sum(r => r.Requests), "request", "requests")}, "
            + $"{replays:N0} more answered from stored answers; {runs.Sum(r => r.InputTokens):N0} tokens in, {runs.Sum(r => r.OutputTokens):N0} out"
            + (cost > 0 ? $"; cost {cost:N2}" : ""));
    }
}
