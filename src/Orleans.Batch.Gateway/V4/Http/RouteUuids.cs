using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>UUIDs in paths and bodies, in any case, with hyphens and without braces.</summary>
internal static class RouteUuids
{
    /// <summary>A UUID in the path.</summary>
    /// <exception cref="BatchServiceException">It is no UUID: <c>invalid_identifier</c>.</exception>
    public static Guid RouteUuid(this HttpContext http, string name) =>
        Require(ApiPath.Unescape((string)http.Request.RouteValues[name]!), name);

    /// <summary>A UUID in the query; null when it is absent.</summary>
    public static Guid? QueryUuid(this HttpContext http, string name) =>
        Paging.Text(http, name, Limits.IdLength) is { Length: > 0 } text ? Require(text, name) : null;

    /// <summary>A text that must be a UUID.</summary>
    public static Guid Require(string text, string name)
    {
        if (TryParse(text, out var uuid))
        {
            return uuid;
        }

        var problems = new ProblemList();
        problems.Add(null, name, ErrorCodes.InvalidIdentifier, Message(name));
        throw BatchServiceException.Invalid(Message(name), problems);
    }

    public static bool TryParse(string? text, out Guid uuid) => Guid.TryParseExact(text, "D", out uuid);

    /// <summary>The message of a field or parameter that is no UUID.</summary>
    public static string Message(string name) => $"{name} must be a UUID";
}
