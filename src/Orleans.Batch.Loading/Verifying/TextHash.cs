using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Orleans.Batch.Loading.Verifying;

/// <summary>Short hashes of texts, cut from SHA-256: a collision among the items of a file is practically impossible.</summary>
internal static class TextHash
{
    /// <summary>128 bits of a text.</summary>
    public static UInt128 Hash128(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(text, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>64 bits of a text; 0 of an empty one.</summary>
    public static ulong Hash64(string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(text, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    /// <summary>64 bits of flat metadata, independent of the order of its keys; 0 without any.</summary>
    public static ulong HashMetadata(JsonElement metadata) =>
        metadata.ValueKind != JsonValueKind.Object || !metadata.EnumerateObject().Any()
            ? 0
            : Hash64(string.Concat(metadata.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}\0{Value(p.Value)}\0")));

    // The hash uses the unescaped text, but the number as written.
    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "\"" + value.GetString(),
        JsonValueKind.Array => "[" + string.Join("\0", value.EnumerateArray().Select(Value)),
        _ => value.GetRawText(),
    };

    private static void Hash(string text, Span<byte> hash)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        SHA256.HashData(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)), hash);
        ArrayPool<byte>.Shared.Return(rented);
    }
}
