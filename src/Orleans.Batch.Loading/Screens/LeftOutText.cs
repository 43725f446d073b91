using Spectre.Console;

namespace Orleans.Batch.Loading;

/// <summary>What an import left out on purpose, as text.</summary>
internal static class LeftOutText
{
    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyDictionary<string, long>? leftOut)
    {
        if (leftOut is { Count: > 0 })
        {
            console.WriteLine("left out: " + string.Join(", ", leftOut.Select(l => $"{l.Value:N0} {l.Key}")));
        }
    }
}
