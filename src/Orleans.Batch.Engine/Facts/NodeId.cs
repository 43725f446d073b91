using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.Facts;

/// <summary>
/// The id of an entity's node: its graph and 74 bits of the SHA-256 of its normalized name. So a node's id needs no
/// read; among a million names in one graph the chance of a collision is 3 in 10^11.
/// </summary>
public static class NodeId
{
    // No normalized name contains a control character.
    private const string User = "\u0001user";

    /// <summary>The node of the user of a user's graph.</summary>
    public static Guid OfUser(long graphKey) => FromNormalized(graphKey, User);

    /// <summary>The node of an entity.</summary>
    public static Guid FromName(long graphKey, string name) => FromNormalized(graphKey, EntityName.Normalize(name));

    /// <summary>The node of an entity with the normalized name.</summary>
    public static Guid FromNormalized(long graphKey, string normal)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(normal.Length));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8.AsSpan(0, Encoding.UTF8.GetBytes(normal, utf8)), hash);
        ArrayPool<byte>.Shared.Return(utf8);
        return GraphBoundId.Make(
            graphKey, BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]));
    }
}
