namespace Orleans.Batch.TestKit.Models;

/// <summary>A fast hash (FNV-1a, 64 bits) that is the same in every process.</summary>
internal static class StubHash
{
    public static ulong Compute(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        var hash = 0xCBF29CE484222325 ^ seed;
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 0x100000001B3;
        }

        return hash ^ (hash >> 29);
    }
}
