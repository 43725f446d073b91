using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>
/// A record in its destination: 32 bits of a hash of project and destination, then 96 bits of a hash that includes the record id.
/// Records of one destination are therefore adjacent in the index.
/// </summary>
internal static class ItemIdentity
{
    private const int DestinationBytes = 4;

    public static Guid Create(ProjectId project, Destination destination, string recordId)
    {
        var place = $"{project.Value} {(int)destination.Kind} {destination.Id.Length} {destination.Id}";
        Span<byte> identity = stackalloc byte[16];
        Hash(place)[..DestinationBytes].CopyTo(identity);
        Hash($"{place} {recordId}").AsSpan(0, identity.Length - DestinationBytes).CopyTo(identity[DestinationBytes..]);
        return new Guid(identity, bigEndian: true);
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
