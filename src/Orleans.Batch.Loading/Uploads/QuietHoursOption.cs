using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Orleans.Batch.Loading;

/// <summary>The option for the hours in which the server processes nothing of a load.</summary>
internal static class QuietHoursOption
{
    private const string Form = "08:00-18:00, or \"08:00-18:00 Europe/Berlin\"";

    /// <summary>Creates it.</summary>
    public static Option<QuietHours?> Create() => new("--quiet-hours")
    {
        Description = "Hours of each day in which the server processes nothing of it, in this machine's time zone or the one that is given",
        HelpName = "\"FROM-TO [ZONE]\"",
        CustomParser = Parse,
    };

    private static QuietHours? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var (times, zone) = text.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var alone] => (alone, LocalZone()),
            [var both, var name] => (both, name),
            _ => ("", null),
        };
        if (times.Split('-') is not [var from, var to] || !TryRead(from, out var begin) || !TryRead(to, out var end) || begin == end)
        {
            result.AddError($"--quiet-hours: \"{text}\" is not two different times such as {Form}.");
            return null;
        }

        if (zone is null || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            result.AddError(zone is null
                ? $"--quiet-hours: this machine's time zone has no IANA name; give one: {Form}."
                : $"--quiet-hours: there is no time zone \"{zone}\"; give an IANA name: {Form}.");
            return null;
        }

        return new QuietHours(begin, end, zone);
    }

    private static bool TryRead(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private static string? LocalZone() => TimeZoneInfo.Local switch
    {
        { HasIanaId: true, Id: var id } => id,
        { Id: var id } when TimeZoneInfo.TryConvertWindowsIdToIanaId(id, out var iana) => iana,
        _ => null,
    };
}
