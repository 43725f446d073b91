using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>JSON lines: one object a line, in UTF-8, lines ended by LF or CR LF.</summary>
internal static class Ndjson
{
    public const string MediaType = "application/x-ndjson";

    /// <summary>Whether the content type of the body is JSON lines.</summary>
    public static bool IsSent(HttpContext http) =>
        MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
        && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the caller requests JSON lines explicitly.</summary>
    public static bool IsWanted(HttpContext http) =>
        MediaTypeHeaderValue.TryParseList(http.Request.Headers.Accept, out var types)
        && types.Any(static t => t.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase) && t.Quality is null or > 0);
}
