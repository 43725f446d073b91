using System.Text;
using System.Text.Json;

namespace Orleans.Batch.Formats.Json;

/// <summary>The names of the members of an enum on the wire.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly (byte[] Utf8, string Text, T Value)[] Table =
    [
        .. Enum.GetValues<T>().Select(static v =>
        {
            var text = JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString());
            return (Encoding.UTF8.GetBytes(text), text, v);
        }),
    ];

    /// <summary>All names, as text for people.</summary>
    public static string All { get; } = string.Join(", ", Table.Select(static w => w.Text));

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> List { get; } = [.. Table.Select(static w => w.Text)];

    /// <summary>The name of a member.</summary>
    public static string Name(T value) => Table.First(w => EqualityComparer<T>.Default.Equals(w.Value, value)).Text;

    public static bool TryParse(ReadOnlySpan<byte> utf8, out T value)
    {
        foreach (var word in Table)
        {
            if (utf8.SequenceEqual(word.Utf8))
            {
                value = word.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    public static bool TryParse(string text, out T value)
    {
        foreach (var word in Table)
        {
            if (string.Equals(text, word.Text, StringComparison.Ordinal))
            {
                value = word.Value;
                return true;
            }
        }

        value = default;
        return false;
    }
}
