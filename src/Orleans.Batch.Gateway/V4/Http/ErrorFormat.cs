using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>
/// The errors of version 4: a short list of codes, by the status. The narrower code of the service is in
/// <c>details.reason</c>.
/// </summary>
internal sealed class ErrorFormat : IErrorFormat
{
    private const string InvalidRequest = "invalid_request";

    /// <inheritdoc/>
    public string Prefix => ApiPath.PrefixV4;

    /// <inheritdoc/>
    public byte[] Render(ErrorResponse error, string requestId) =>
        JsonSerializer.SerializeToUtf8Bytes(new ErrorEnvelope(From(error, requestId)), V4Json.Default.ErrorEnvelope);

    private static ErrorObject From(ErrorResponse error, string requestId)
    {
        var code = CodeOf(error);
        ErrorProblem[] problems = [.. error.Problems.Select(ErrorProblem.From)];
        var details = new ErrorDetails
        {
            Reason = error.Code == code ? null : error.Code,
            ErrorCount = problems.Length == 0 ? null : error.ProblemCount,
            Errors = problems.Length == 0 ? null : problems,
        };
        return new ErrorObject(code, error.Message)
        {
            Param = problems is [var first, ..] ? first.Param : null,
            Details = details is { Reason: null, Errors: null } ? null : details,
            RequestId = requestId,
        };
    }

    private static string CodeOf(ErrorResponse error) => error.Status switch
    {
        StatusCodes.Status400BadRequest when error.Code is ErrorCodes.InvalidIdentifier or ErrorCodes.AlreadyExists => error.Code,
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status409Conflict => "conflict",
        StatusCodes.Status413PayloadTooLarge => "payload_too_large",
        StatusCodes.Status422UnprocessableEntity => "idempotency_mismatch",
        StatusCodes.Status424FailedDependency => "outcome_unknown",
        StatusCodes.Status429TooManyRequests => "rate_limited",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        >= StatusCodes.Status500InternalServerError => "internal",
        _ => InvalidRequest,
    };
}
