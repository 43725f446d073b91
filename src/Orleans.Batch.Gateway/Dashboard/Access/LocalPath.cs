using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>Where to go back to: only ever a page of ours.</summary>
internal static class LocalPath
{
    public const string Start = "/batches";

    private const int MaxLength = 2_000;

    /// <summary>The path if it leads to us, else the first page.</summary>
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
