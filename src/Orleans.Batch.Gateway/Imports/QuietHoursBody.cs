using System.Globalization;

namespace Orleans.Batch.Gateway.Imports;

/// <summary>The field for the quiet hours of an import.</summary>
internal static class QuietHoursBody
{
    private static readonly ValueSchema Time = new() { Type = Microsoft.OpenApi.JsonSchemaType.String, MaxLength = 5 };

    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>(
        "QuietHoursRequest", "Hours of each day in which nothing of an import is processed.", "quiet_hours")
        .Value("from", "When they begin: hours and minutes, such as 08:00.", Time, ReadTime, static (ref h, v) => h.From = v).Required()
        .Value("to", "When they end; before from: on the next day.", Time, ReadTime, static (ref h, v) => h.To = v).Required()
        .RawText("time_zone", Limits.TimeZoneLength, "The IANA time zone of these times; UTC if it is absent.", static (ref h, v) => h.TimeZone = v);

    /// <summary>Reads the object under the cursor; null when it has problems, which are added.</summary>
    public static QuietHours? Read(ref JsonCursor cursor, string field)
    {
        var draft = default(Draft);
        return Table.Read(ref cursor, field, field, ref draft) && draft is { From: { } from, To: { } to }
            ? new QuietHours(from, to, draft.TimeZone ?? "UTC")
            : null;
    }

    private static TimeOnly? ReadTime(ref JsonCursor cursor, string field)
    {
        if (cursor.Text(field, Limits.TimeZoneLength) is not { } text)
        {
            return null;
        }

        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        cursor.Add(field, ErrorCodes.UnknownValue, $"{field} must be hours and minutes from 00:00 to 23:59, such as 08:00");
        return null;
    }

    internal struct Draft
    {
        public TimeOnly? From;
        public TimeOnly? To;
        public string? TimeZone;
    }
}
