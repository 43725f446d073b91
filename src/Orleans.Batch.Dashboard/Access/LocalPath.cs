using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>Paths to return to: only pages of this server.</summary>
internal static class LocalPath
{
    public const string Start = "/batches";

    private const int MaxLength = 2_000;

    /// <summary>Returns the path if it is on this server, else the first page.</summary>
    public static string From(string? path) =>
        path is ['/', ..] and { Length: <= MaxLength }
        && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.AsSpan().ContainsAnyExceptInRange('!', '~')
        && !path.Contains('\\', StringComparison.Ordinal)
            ? path
            : Start;

    /// <summary>The path and query of a request.</summary>
    public static string From(HttpRequest request) => From(request.Path.ToUriComponent() + request.QueryString.ToUriComponent());
}
