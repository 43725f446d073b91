using System.Buffers.Binary;

namespace Orleans.Batch;

/// <summary>
/// Item identities cost no storage: an item's id is its batch's id with the last four bytes replaced by the
/// sequence index. Batch ids are UUIDs of version 7, so the twelve bytes left hold time and 42 random bits.
/// </summary>
public static class BatchItemId
{
    /// <summary>The id of an item.</summary>
    public static Guid Create(Guid batchId, int sequenceIndex)
    {
        Span<byte> bytes = stackalloc byte[16];
        batchId.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[12..], sequenceIndex);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The sequence index in <paramref name="itemId"/>, if it is an id of an item of that batch.</summary>
    public static bool TryGetSequence(Guid batchId, Guid itemId, out int sequenceIndex)
    {
        Span<byte> bytes = stackalloc byte[16];
        itemId.TryWriteBytes(bytes, bigEndian: true, out _);
        sequenceIndex = BinaryPrimitives.ReadInt32BigEndian(bytes[12..]);
        return sequenceIndex >= 0 && Create(batchId, sequenceIndex) == itemId;
    }
}
