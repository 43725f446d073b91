using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Http;

/// <summary>Query parameters. Too large a limit is clamped; zero, negative or not a number is 400.</summary>
internal static class Paging
{
    public static int? Limit(HttpContext http, string name, int max)
    {
        if (One(http, name) is not { } text)
        {
            return null;
        }

        if (IsDigits(text))
        {
            // Only digits, so parsing fails only for too large a number.
            var value = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var small) ? small : int.MaxValue;
            if (value > 0)
            {
                return Math.Min(value, max);
            }
        }

        throw BatchServiceException.Invalid(ErrorCodes.OutOfRange, $"{name} must be a whole number from 1; above {max} it counts as {max}");
    }

    public static int Limit(HttpContext http) => Limit(http, "limit", Limits.PerPage) ?? Limits.DefaultPerPage;

    public static long? Cursor(HttpContext http)
    {
        if (One(http, "cursor") is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw BatchServiceException.Invalid(ErrorCodes.OutOfRange, "cursor must be the next_cursor of an earlier page, or 0");
    }

    /// <summary>A cursor that is opaque except to the store; an empty one counts as absent.</summary>
    public static string? OpaqueCursor(HttpContext http) => Text(http, "cursor", Limits.CursorLength) is { Length: > 0 } text ? text : null;

    /// <summary>The id after which a page begins; empty for the first page, null where pages are requested by number.</summary>
    public static string? After(HttpContext http) => Text(http, "cursor", Limits.IdLength);

    /// <summary>The cursor of the next page: none where pages have numbers, or this is the last.</summary>
    public static string? NextAfter<T>(string? after, IReadOnlyList<T> page, int pageSize, Func<T, string> id) =>
        after is not null && page.Count == pageSize ? id(page[^1]) : null;

    public static T? Word<T>(HttpContext http, string name)
        where T : struct, Enum
    {
        if (One(http, name) is not { } text)
        {
            return null;
        }

        return EnumNames<T>.TryParse(text, out var value)
            ? value
            : throw BatchServiceException.Invalid(ErrorCodes.UnknownValue, $"{name} must be one of {EnumNames<T>.All}");
    }

    public static Guid? Uuid(HttpContext http, string name) => One(http, name) switch
    {
        null => null,
        { } text when Guid.TryParseExact(text, "D", out var id) => id,
        _ => throw BatchServiceException.Invalid(ErrorCodes.InvalidId, $"{name} must be a UUID"),
    };

    public static bool? Boolean(HttpContext http, string name) => One(http, name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw BatchServiceException.Invalid(ErrorCodes.UnknownValue, $"{name} must be true or false"),
    };

    public static string? Text(HttpContext http, string name, int maxLength)
    {
        var text = One(http, name);
        var problems = new ProblemList();
        TextRules.Check(text, maxLength, null, name, problems);
        return problems.Count == 0 ? text : throw JsonBody.Refuse(problems);
    }

    private static string? One(HttpContext http, string name)
    {
        var values = http.Request.Query[name];
        return values.Count <= 1
            ? values.Count == 0 ? null : values[0]
            : throw BatchServiceException.Invalid(ErrorCodes.InvalidRequest, $"{name} may be given once only");
    }

    private static bool IsDigits(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
