using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Batch.Gateway.Connections;

namespace Orleans.Batch.Gateway.Http;

/// <summary>
/// The outermost layer: gives each request its id, restores the path before routing sees it, and gives every error
/// response a JSON body, the router's 404 and 405 included.
/// </summary>
internal sealed class ResponseMiddleware(
    RequestDelegate next, IOptions<BatchGatewayOptions> options, TimeProvider time, ILogger<ResponseMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var connection = http.Features.Get<ClientConnection>();
        connection?.BeginRequest();
        try
        {
            await AnswerAsync(http, connection);
            await RequestBodyDrain.DiscardAsync(http, options.Value.MaxDiscardedBytes, time);
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
            if (ApiPath.PrefixOf(http) is not null)
            {
                http.Response.Headers.CacheControl = "no-store";
            }

            if (connection is { TakesReserve: true })
            {
                http.Response.Headers.Connection = "close"; // the next check may need its place
                if (!http.Request.Path.StartsWithSegments(ApiPath.HealthPrefix))
                {
                    await http.WriteErrorAsync(ErrorResponse.Crowded);
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
            await ExceptionResponse.WriteAsync(http, e, logger);
        }
    }

    private static bool IsBare(HttpContext http) =>
        http.Response is { HasStarted: false, StatusCode: >= 400 and not 499, ContentLength: null, ContentType: null };

    private static ErrorResponse Missing(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => ErrorResponse.NoRoute(http),
        StatusCodes.Status405MethodNotAllowed => new ErrorResponse(
            StatusCodes.Status405MethodNotAllowed,
            ErrorCodes.NoSuchRoute,
            $"{ApiPath.Shown(http)} takes {http.Response.Headers.Allow}, not {http.Request.Method}"),
        var status => new ErrorResponse(status, status >= 500 ? ErrorCodes.Internal : ErrorCodes.InvalidRequest, "the request was refused"),
    };
}
