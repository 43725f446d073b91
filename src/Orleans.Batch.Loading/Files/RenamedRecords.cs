using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>The records of a file in the names of version 3, also those that are written in the names of version 4.</summary>
internal sealed class RenamedRecords(IRecordReader records, FileUuids uuids) : IRecordReader
{
    private readonly LineNames _names = new(uuids);
    private LineError? _problem;

    /// <inheritdoc/>
    public long Number => records.Number;

    /// <inheritdoc/>
    public long Count => records.Count;

    /// <inheritdoc/>
    public LineError? Problem => records.Problem ?? _problem;

    /// <inheritdoc/>
    public bool Cut => records.Cut;

    /// <inheritdoc/>
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        _problem = null;
        if (!records.TryRead(out record))
        {
            return false;
        }

        if (records.Problem is null)
        {
            record = _names.Rewrite(record, out _problem);
        }

        return true;
    }

    /// <inheritdoc/>
    public string Hash() => records.Hash();

    /// <inheritdoc/>
    public void Dispose() => records.Dispose();
}
