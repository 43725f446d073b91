namespace Orleans.Batch.Formats.Json;

/// <summary>Receives the names of fields that no table declares.</summary>
internal interface ISkippedFields
{
    /// <summary>Records a field that was skipped.</summary>
    void Add(ReadOnlySpan<byte> name);
}
