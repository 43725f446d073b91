using Microsoft.AspNetCore.Http;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>Errors as pages for browsers; other clients get JSON.</summary>
internal sealed class ErrorPages(PageWriter pages) : IErrorPages
{
    /// <inheritdoc/>
    public bool WantsPage(HttpContext http) =>
        !http.Request.Path.StartsWithSegments("/api")
        && !http.Request.Path.StartsWithSegments("/healthz")
        && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext http, ErrorResponse error) => pages.WriteAsync<ErrorPage, ErrorModel>(
        http,
        new PageHead(IsNoPage(error) ? "Page not found" : TitleOf(error.Status)),
        new ErrorModel(error.Status, error.Code, IsNoPage(error) ? "There is no page at this address." : error.Message, http.TraceIdentifier, error.Problems) { Back = error.Status == StatusCodes.Status404NotFound ? LocalPath.Start : BackFrom(http.Request.Path) },
        error.Status);

    private static bool IsNoPage(ErrorResponse error) => error is { Status: StatusCodes.Status404NotFound, Code: ErrorCodes.NoSuchRoute };

    // From an action on one batch, back to that batch.
    private static string BackFrom(PathString path) =>
        path.Value?.Split('/') is ["", "batches", var id, _, ..] && Guid.TryParse(id, out _) ? "/batches/" + id : LocalPath.Start;

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "Invalid request",
        StatusCodes.Status401Unauthorized => "Sign in again",
        StatusCodes.Status403Forbidden => "Refused",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status405MethodNotAllowed => "Method not allowed",
        StatusCodes.Status409Conflict => "Not possible in this state",
        StatusCodes.Status413PayloadTooLarge => "Too large",
        StatusCodes.Status424FailedDependency => "Outcome unknown",
        StatusCodes.Status429TooManyRequests => "Too many attempts",
        StatusCodes.Status503ServiceUnavailable => "Not available right now",
        >= 500 => "Something failed",
        _ => "Refused",
    };
}
