namespace Orleans.Batch.Formats.Json;

/// <summary>Which fields of a table an object had; the bits are their positions.</summary>
internal struct FieldsGiven
{
    private ulong _all;
    private ulong _withValue;

    /// <summary>Whether a field was there, with a value or as null.</summary>
    public readonly bool Has(int position) => (_all & (1UL << position)) != 0;

    /// <summary>Whether a field had a value, valid or not.</summary>
    public readonly bool HasValue(int position) => (_withValue & (1UL << position)) != 0;

    /// <summary>The positions among <paramref name="wanted"/> that had no value.</summary>
    public readonly ulong Missing(ulong wanted) => wanted & ~_withValue;

    public void Add(int position, bool isNull)
    {
        _all |= 1UL << position;
        _withValue |= isNull ? 0 : 1UL << position;
    }
}
