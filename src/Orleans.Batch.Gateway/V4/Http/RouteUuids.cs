using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>UUIDs in paths and queries.</summary>
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
        if (UuidFields.TryParse(text, out var uuid))
        {
            return uuid;
        }

        var problems = new ProblemList();
        problems.Add(null, name, ErrorCodes.InvalidIdentifier, UuidFields.Message(name));
        throw BatchServiceException.Invalid(UuidFields.Message(name), problems);
    }
}
