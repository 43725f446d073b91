using System.Globalization;
using System.Text.RegularExpressions;

namespace Orleans.Batch.Loading;

/// <summary>
/// The first line of a message: "[01.02.24, 18:05:00] Name: text" on the iPhone, "01/02/2024, 6:05 pm - Name: text" on
/// Android. A notice has no name.
/// </summary>
/// <param name="Stamp">Date and time as they are written.</param>
/// <param name="Name">The name of the speaker; null for a notice.</param>
/// <param name="Text">The first line of the text.</param>
/// <param name="Parts">The three numbers of the date.</param>
/// <param name="Clock">The time of the day.</param>
internal sealed partial record WhatsAppLine(string Stamp, string? Name, string Text, (int A, int B, int C) Parts, TimeSpan Clock)
{
    private const int FirstYear = 2_000;

    /// <summary>Parses a line; null when no message begins on it.</summary>
    public static WhatsAppLine? Parse(string line)
    {
        var match = Beginning().Match(line);
        if (!match.Success)
        {
            return null;
        }

        var (hour, minute, second) = (Number(match, "h"), Number(match, "m"), match.Groups["s"].Success ? Number(match, "s") : 0);
        if (match.Groups["half"].Value.ToUpperInvariant() is { Length: > 0 } half)
        {
            hour = (hour % 12) + (half == "P" ? 12 : 0);
        }

        var rest = match.Groups["rest"].Value;
        var colon = rest.IndexOf(": ", StringComparison.Ordinal);
        colon = colon < 0 && rest.EndsWith(':') ? rest.Length - 1 : colon;
        var name = colon > 0 ? rest[..colon].Trim('\u200E', '\u202A', '\u202C', '\u2068', '\u2069', ' ', '~', '\u00A0', '\u202F') : null;
        return new(
            match.Groups["stamp"].Value,
            string.IsNullOrEmpty(name) || name.Length > 2 * Limits.SpeakerNameLength ? null : name,
            colon > 0 ? rest[Math.Min(rest.Length, colon + 2)..] : rest,
            (Number(match, "a"), Number(match, "b"), Number(match, "c")),
            hour < 24 && minute < 60 && second < 60 ? new TimeSpan(hour, minute, second) : TimeSpan.MinValue);
    }

    /// <summary>The date and time, local to the phone; null when there is no such date.</summary>
    public DateTime? Time(WhatsAppOrder order)
    {
        var (year, month, day) = order switch
        {
            WhatsAppOrder.YearFirst => (Parts.A, Parts.B, Parts.C),
            WhatsAppOrder.DayFirst => (Parts.C, Parts.B, Parts.A),
            _ => (Parts.C, Parts.A, Parts.B),
        };
        year += year < 100 ? FirstYear : 0;
        return Clock >= TimeSpan.Zero && year is >= FirstYear and < 2_100 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified) + Clock : null;
    }

    /// <summary>What a text stands for that is no message; null for a message.</summary>
    public static string? LeftOut(string text)
    {
        var plain = text.Trim('\u200E', '\u200F', ' ', '\n');
        return plain.Length == 0 ? "messages without text"
            : plain is "This message was deleted" or "This message was deleted." or "You deleted this message" or "You deleted this message." ? "deleted messages"
            : Media().IsMatch(plain) ? "media without text"
            : text[0] == '\u200E' ? "notices of WhatsApp"
            : null;
    }

    /// <summary>The text without WhatsApp's marks.</summary>
    public static string Cleaned(string text) =>
        text.Replace("\u200E", "", StringComparison.Ordinal).Replace("<This message was edited>", "", StringComparison.Ordinal).Trim();

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^[\u200E\uFEFF]*\[?(?<stamp>(?<a>\d{1,4})[./-](?<b>\d{1,2})[./-](?<c>\d{1,4})\.?,?\s+(klo\s|kl\.?\s|um\s|at\s)?(?<h>\d{1,2})[:.](?<m>\d{2})([:.](?<s>\d{2}))?(\s?(?<half>[AaPp])\.?\s?[Mm]\.?)?)(\]|\s[-–])\s(?<rest>.*)$",
        RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Beginning();

    [GeneratedRegex(
        @"^(<Media omitted>|<attached: [^>\n]+>|null|(image|video|audio|sticker|GIF|document|Contact card|video note)( message)? omitted|[^\n]+ \(file attached\)|[^\n]+ document omitted)$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Media();
}
