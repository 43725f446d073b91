using System.Diagnostics;
using System.Security.Cryptography;

namespace Orleans.Batch.Benchmarks;

/// <summary>The machine's speed at this moment, by constant work: distinguishes a slow run from a slow program.</summary>
internal static class MachineSpeed
{
    /// <summary>Megabytes that one core hashes in a second.</summary>
    public static double Measure()
    {
        var block = new byte[1 << 20];
        var begun = Stopwatch.GetTimestamp();
        var blocks = 0;
        for (; Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(1); blocks++)
        {
            SHA256.HashData(block);
        }

        return blocks / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
