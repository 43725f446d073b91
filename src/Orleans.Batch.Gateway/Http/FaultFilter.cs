using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Gateway;

/// <summary>
/// Around every call of the API: answers what it throws before anything else of the host sees it, such as a page for
/// developers.
/// </summary>
internal sealed class FaultFilter(ILogger<FaultFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            await ExceptionResponse.WriteAsync(context.HttpContext, e, logger);
        }

        return Results.Empty;
    }
}
