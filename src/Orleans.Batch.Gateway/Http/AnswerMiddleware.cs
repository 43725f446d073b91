using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway;

/// <summary>
/// The outermost layer: gives each request its id, restores the path before routing sees it, and makes sure that
/// whatever comes back as an error has a JSON body, the router's own 404 and 405 included (contract §1.2).
/// </summary>
internal sealed class AnswerMiddleware(
    RequestDelegate next, IOptions<BatchGatewayOptions> options, TimeProvider time, ILogger<AnswerMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var connection = http.Features.Get<ClientConnection>();
        connection?.BeginRequest();
        try
        {
            await AnswerAsync(http, connection);
            await UnreadBody.DiscardAsync(http, options.Value.MaxDiscardedBytes, time);
        }
        finally
        {
            connection?.EndRequest();
        }
    }

    private async Task AnswerAsync(HttpContext http, ClientConnection? connection)
    {
        http.TraceIdentifier = Guid.NewGuid().ToString();
        http.Response.Headers["x-request-id"] = http.TraceIdentifier;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            ApiPath.Restore(http);
            if (http.Request.Path.StartsWithSegments(ApiPath.Prefix))
            {
                http.Response.Headers.CacheControl = "no-store";
            }

            if (connection is { TakesReserve: true })
            {
                http.Response.Headers.Connection = "close"; // the next check may need its place
                if (!http.Request.Path.StartsWithSegments(HealthEndpoints.Prefix))
                {
                    await http.WriteErrorAsync(ErrorAnswer.Crowded);
                    return;
                }
            }

            RequestHeaders.Require(http.Request.Headers);
            await next(http);
            if (IsBare(http))
            {
                await http.WriteErrorAsync(Missing(http));
            }
        }
        catch (Exception e)
        {
            await FaultAnswer.WriteAsync(http, e, logger);
        }
    }

    private static bool IsBare(HttpContext http) =>
        http.Response is { HasStarted: false, StatusCode: >= 400 and not 499, ContentLength: null, ContentType: null };

    private static ErrorAnswer Missing(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => ErrorAnswer.NoRoute(http),
        StatusCodes.Status405MethodNotAllowed => new ErrorAnswer(
            StatusCodes.Status405MethodNotAllowed,
            ErrorCodes.NoSuchRoute,
            $"{ApiPath.Shown(http)} takes {http.Response.Headers.Allow}, not {http.Request.Method}"),
        var status => new ErrorAnswer(status, status >= 500 ? ErrorCodes.Internal : ErrorCodes.InvalidRequest, "the request was refused"),
    };
}
