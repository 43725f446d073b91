using Orleans.Batch.Formats.Csv;
using Orleans.Batch.Formats.Files;
using Orleans.Batch.Gateway.Batches;

namespace Orleans.Batch.Gateway.Csv;

/// <summary>The rows of CSV as lines of JSON.</summary>
/// <param name="rows">The rows. They are read synchronously: a slow sender occupies a thread.</param>
internal sealed class CsvLines(CsvRecords rows) : IItemLines
{
    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <inheritdoc/>
    public int Number => (int)Math.Min(rows.Number, int.MaxValue);

    /// <inheritdoc/>
    public LineError? Error => rows.Problem;

    /// <inheritdoc/>
    public ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = rows.TryRead(out var record);
        Current = record.ToArray();
        return ValueTask.FromResult(read);
    }
}
