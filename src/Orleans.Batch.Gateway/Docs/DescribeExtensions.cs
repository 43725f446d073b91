using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Docs;

internal static class DescribeExtensions
{
    private const string Json = "application/json";

    private static readonly int[] AlwaysPossible = [400, 401, 429, 500, 503];

    /// <summary>Adds a call to the OpenAPI document.</summary>
    /// <param name="call">The call.</param>
    /// <param name="operation">Its description.</param>
    /// <param name="error">The body of its errors; null for that of the third version.</param>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder call, ApiOperation operation, Type? error = null)
    {
        call.WithName(operation.Id).WithTags(operation.Tag).WithSummary(operation.Summary).WithMetadata(operation);
        call.WithMetadata(new ProducesResponseTypeMetadata(operation.Status, operation.Response, [operation.ContentType]));
        int[] bodyErrors = operation.Request is null ? [] : [413, 415];
        int[] writeErrors = operation.OutcomeAt is null ? [] : [StatusCodes.Status424FailedDependency];
        foreach (var status in AlwaysPossible.Concat(operation.Errors).Concat(bodyErrors).Concat(writeErrors).Order())
        {
            call.WithMetadata(new ProducesResponseTypeMetadata(status, error ?? typeof(ErrorBody), [Json]));
        }

        return call;
    }
}
