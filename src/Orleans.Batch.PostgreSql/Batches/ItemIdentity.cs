using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>
/// A record in its destination: 32 bits of a hash of project and destination, then 96 of all with the record id. Records of
/// one destination therefore stand side by side in the index.
/// </summary>
internal static class ItemIdentity
{
    private const int DestinationBytes = 4;

    // Most destinations and record ids are much shorter than this.
    private const int StackBytes = 512;

    public static Guid Of(ProjectId project, DestinationKind kind, string destination, string recordId)
    {
        var place = $"{project.Value} {(int)kind} {destination.Length} {destination}";
        Span<byte> identity = stackalloc byte[16];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(place, hash);
        hash[..DestinationBytes].CopyTo(identity);
        Hash($"{place} {recordId}", hash);
        hash[..(identity.Length - DestinationBytes)].CopyTo(identity[DestinationBytes..]);
        return new Guid(identity, bigEndian: true);
    }

    private static void Hash(string text, Span<byte> hash)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= StackBytes ? stackalloc byte[StackBytes] : new byte[most];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
    }
}
