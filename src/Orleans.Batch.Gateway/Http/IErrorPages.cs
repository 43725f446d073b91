using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Http;

/// <summary>Errors as pages for people. Without a registered implementation, every error is JSON.</summary>
internal interface IErrorPages
{
    /// <summary>Whether the caller is a browser that requests a page.</summary>
    bool WantsPage(HttpContext http);

    /// <summary>Answers with the error's page.</summary>
    Task WriteAsync(HttpContext http, ErrorResponse error);
}
