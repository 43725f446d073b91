using System.Globalization;
using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>Reads the times of dumps: ISO 8601 with a zone in brackets or without, seconds, or the parts of Neo4j's driver.</summary>
internal sealed class GraphitiTimes
{
    private const long LastPlainSecond = 100_000_000_000;

    private static readonly string[] Names = ["year", "month", "day", "hour", "minute", "second"];

    /// <summary>The time; null when there is none.</summary>
    public DateTimeOffset? Read(JsonElement value)
    {
        if (value.Text() is { } text)
        {
            var bracket = text.IndexOf('[', StringComparison.Ordinal);
            return DateReading.FromIso(bracket < 0 ? text : text[..bracket]);
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds))
        {
            return DateReading.FromUnix(seconds > LastPlainSecond ? seconds / 1_000 : seconds);
        }

        var parts = Names.Select(n => Part(value.Field(n))).ToArray();
        return parts[..3].All(p => p is not null)
            ? DateReading.FromIso(string.Create(
                CultureInfo.InvariantCulture, $"{parts[0]:0000}-{parts[1]:00}-{parts[2]:00}T{parts[3] ?? 0:00}:{parts[4] ?? 0:00}:{parts[5] ?? 0:00}"))
            : null;
    }

    // The driver for JavaScript writes whole numbers as two halves.
    private static long? Part(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
        : value.Field("low") is { ValueKind: JsonValueKind.Number } low && low.TryGetInt64(out var half) ? half
        : null;
}
