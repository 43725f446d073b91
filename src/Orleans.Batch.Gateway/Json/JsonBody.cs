using System.Globalization;
using System.Text.Json;

namespace Orleans.Batch.Gateway;

/// <summary>Parses a body with a <see cref="JsonCursor"/> and refuses it with all its problems.</summary>
internal static class JsonBody
{
    public delegate T Parser<out T>(ref JsonCursor cursor);

    /// <summary>Returns the result of <paramref name="parse"/> for a body.</summary>
    public static T Parse<T>(ReadOnlySpan<byte> body, Parser<T> parse, UnknownFields? unknown = null)
    {
        BodyEncoding.Require(body);
        if (body.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw BatchServiceException.Invalid(ErrorCodes.MalformedJson, "the body is empty; a JSON object was expected");
        }

        var problems = new ProblemList();
        T value;
        try
        {
            var cursor = new JsonCursor(body, problems) { Unknown = unknown };
            value = parse(ref cursor);
            cursor.End();
        }
        catch (JsonException e)
        {
            throw BatchServiceException.Invalid(ErrorCodes.MalformedJson, $"the body is not well-formed JSON: {e.Message}");
        }

        return problems.Count == 0 ? value : throw Refuse(problems);
    }

    /// <summary>A refusal whose message shows the first problem and how many there are.</summary>
    public static BatchServiceException Refuse(ProblemList problems)
    {
        problems.SortByIndex();
        var first = problems.Listed[0];
        var where = first.Index is { } index ? string.Create(CultureInfo.InvariantCulture, $"item {index}: ") : "";
        var more = problems.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({problems.Count} problems in all)");
        return BatchServiceException.Invalid(where + first.Message + more, problems);
    }
}
