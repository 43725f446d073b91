namespace Orleans.Batch;

/// <summary>
/// The number that Zep's API gives users and graphs beside their UUID. It follows from the UUID, so it says nothing about how many
/// there are; 52 bits, which every client can hold.
/// </summary>
public static class NumericId
{
    private const long Mask = (1L << 52) - 1;

    /// <summary>The number of a user or graph.</summary>
    public static long FromUuid(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes[8..]) & Mask;
    }
}
