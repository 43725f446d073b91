namespace Orleans.Batch.Ingestion;

/// <summary>Default limits that follow from the memory this process may use: the container's, or <c>DOTNET_GCHeapHardLimit</c>.</summary>
internal static class MemoryDefaults
{
    private const long MiB = 1 << 20;

    /// <summary>Bytes the garbage collector may use.</summary>
    public static long Available { get; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Bytes of items between reading and committing: an eighth of the memory, 16 to 128 MiB.</summary>
    public static long BytesInMemory { get; } = Math.Clamp(Available / 8, 16 * MiB, 128 * MiB);

    /// <summary>Facts between extraction and commit: one for every 8 KiB of memory, 50,000 to 400,000.</summary>
    public static int FactsInMemory { get; } = (int)Math.Clamp(Available / 8_192, 50_000, 400_000);
}
