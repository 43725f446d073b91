using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Http;

/// <summary>The response to a refusal or a fault: status and JSON body.</summary>
internal sealed record ErrorResponse(int Status, string Code, string Message)
{
    public TimeSpan? RetryAfter { get; init; }

    public bool Close { get; init; }

    public IReadOnlyList<Problem> Problems { get; init; } = [];

    public int ProblemCount { get; init; }

    public static ErrorResponse From(BatchServiceException refusal) =>
        new(StatusOf(refusal.Kind), refusal.Code, refusal.Message)
        {
            RetryAfter = refusal.RetryAfter ?? (refusal.Kind == ErrorKind.Unavailable ? TimeSpan.FromSeconds(1) : null),
            Problems = refusal.Problems,
            ProblemCount = refusal.ProblemCount,
        };

    public static ErrorResponse From(HttpRefusalException refusal) =>
        new(refusal.Status, refusal.Code, refusal.Message) { RetryAfter = refusal.RetryAfter, Close = refusal.Close };

    public static ErrorResponse From(BadHttpRequestException refusal) => new(
        refusal.StatusCode,
        refusal.StatusCode == StatusCodes.Status413PayloadTooLarge ? ErrorCodes.TooLong : ErrorCodes.InvalidRequest,
        refusal.Message)
    {
        Close = true,
    };

    public static ErrorResponse BadChunks { get; } =
        new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidRequest, "a chunk of the body has a size that is not valid") { Close = true };

    public static ErrorResponse Internal { get; } =
        new(StatusCodes.Status500InternalServerError, ErrorCodes.Internal, "the service failed; its log has the details under this request_id");

    /// <summary>A file or a socket could not be opened, because the limit of them is reached.</summary>
    public static ErrorResponse NoFilesLeft { get; } = new(
        StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "the server can open no more files and connections; send it again shortly")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>All connections but the reserve for health checks are taken.</summary>
    public static ErrorResponse Crowded { get; } = new(
        StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "the server has as many connections as it can have; send it again shortly")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
        Close = true,
    };

    public static ErrorResponse NoRoute(HttpContext http) => new(
        StatusCodes.Status404NotFound, ErrorCodes.NoSuchRoute, $"no endpoint matches {http.Request.Method} {ApiPath.Shown(http)}");

    public byte[] Render(string requestId) => JsonSerializer.SerializeToUtf8Bytes(
        new ErrorBody
        {
            Message = Prefixed,
            Code = Code,
            RequestId = requestId,
            ErrorCount = Status == StatusCodes.Status400BadRequest ? Math.Max(ProblemCount, 1) : null,
            Errors = Status != StatusCodes.Status400BadRequest ? null
                : Problems.Count > 0 ? Problems
                : [new Problem(null, null, Code, Message)],
        },
        WireJson.Default.ErrorBody);

    private string Prefixed
    {
        get
        {
            var prefix = Status switch
            {
                StatusCodes.Status400BadRequest => "bad request: ",
                StatusCodes.Status401Unauthorized => "unauthorized: ",
                StatusCodes.Status403Forbidden => "forbidden: ",
                StatusCodes.Status404NotFound => "not found: ",
                StatusCodes.Status405MethodNotAllowed => "method not allowed: ",
                StatusCodes.Status408RequestTimeout => "request timeout: ",
                StatusCodes.Status409Conflict => "conflict: ",
                StatusCodes.Status413PayloadTooLarge => "payload too large: ",
                StatusCodes.Status415UnsupportedMediaType => "unsupported media type: ",
                StatusCodes.Status422UnprocessableEntity => "unprocessable: ",
                StatusCodes.Status424FailedDependency => "outcome unknown: ",
                StatusCodes.Status429TooManyRequests => "too many requests: ",
                StatusCodes.Status503ServiceUnavailable => "unavailable: ",
                >= 500 => "internal error: ",
                _ => "bad request: ",
            };
            return Message.StartsWith(prefix, StringComparison.Ordinal) ? Message : prefix + Message;
        }
    }

    private static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidRequest => StatusCodes.Status400BadRequest,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.IdempotencyMismatch => StatusCodes.Status422UnprocessableEntity,

        // Clients repeat 408, 409, 429 and 5xx automatically, which would do it twice.
        ErrorKind.OutcomeUnknown => StatusCodes.Status424FailedDependency,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
