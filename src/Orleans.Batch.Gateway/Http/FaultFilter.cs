using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Gateway.Http;

/// <summary>
/// Wraps every call of the API: answers its exceptions before any other part of the host sees them, such as a page for
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
