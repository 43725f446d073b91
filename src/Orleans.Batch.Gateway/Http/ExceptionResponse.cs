using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Gateway.Http;

/// <summary>Converts an exception of a call to its response. Refusals are expected; anything else is logged, once.</summary>
internal static partial class ExceptionResponse
{
    // The status that nginx logs for a client that disconnected; no client receives it.
    private const int ClientClosedRequest = 499;

    public static async Task WriteAsync(HttpContext http, Exception fault, ILogger logger)
    {
        if (http.RequestAborted.IsCancellationRequested || fault is ConnectionResetException or ConnectionAbortedException)
        {
            if (!http.Response.HasStarted)
            {
                http.Response.StatusCode = ClientClosedRequest;
            }

            return;
        }

        var answer = fault switch
        {
            BatchServiceException refusal => ErrorResponse.From(refusal),
            HttpRefusalException refusal => ErrorResponse.From(refusal),
            BadHttpRequestException refusal => ErrorResponse.From(refusal),
            _ when OpenFileLimit.IsReached(fault) => ErrorResponse.NoFilesLeft,

            // Kestrel's exception for a chunk size that no number holds, instead of a BadHttpRequestException.
            IOException { InnerException: OverflowException } => ErrorResponse.BadChunks,
            _ => ErrorResponse.Internal,
        };
        if (answer.Status == StatusCodes.Status424FailedDependency)
        {
            answer = answer with { Message = $"{answer.Message}: {OutcomeAdvice.For(http)}" };
        }

        Log(http, logger, fault, answer);

        if (http.Response.HasStarted)
        {
            // A part of the response is sent; only closing the connection can show that it is incomplete.
            http.Abort();
            return;
        }

        await http.WriteErrorAsync(answer);
    }

    private static void Log(HttpContext http, ILogger logger, Exception fault, ErrorResponse answer)
    {
        switch (answer.Status)
        {
            case StatusCodes.Status424FailedDependency:
                LogOutcomeUnknown(logger, http.TraceIdentifier, http.Request.Method, ApiPath.Shown(http), fault.InnerException?.GetBaseException().Message);
                break;
            case StatusCodes.Status503ServiceUnavailable:
                http.RequestServices.GetRequiredService<UnavailableLog>().Note(http, fault);
                break;
            case >= StatusCodes.Status500InternalServerError:
                LogFault(logger, http.TraceIdentifier, fault);
                break;
            default:
                break;
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "Request {RequestId} failed")]
    private static partial void LogFault(ILogger logger, string requestId, Exception fault);

    [LoggerMessage(
        EventId = 2104,
        Level = LogLevel.Warning,
        Message = "The outcome of request {RequestId} ({Method} {Path}) is unknown, and its caller was told so: {Reason}")]
    private static partial void LogOutcomeUnknown(ILogger logger, string requestId, string method, string path, string? reason);
}
