using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Docs;

internal static class DescribeExtensions
{
    private const string Json = "application/json";

    private static readonly int[] AlwaysPossible = [400, 401, 429, 500, 503];

    /// <summary>Adds a call to the OpenAPI document.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder call, ApiOperation operation)
    {
        call.WithName(operation.Id).WithTags(operation.Tag).WithSummary(operation.Summary).WithMetadata(operation);
        call.WithMetadata(new ProducesResponseTypeMetadata(operation.Status, operation.Response, [operation.ContentType]));
        int[] bodyErrors = operation.Request is null ? [] : [413, 415];
        int[] writeErrors = operation.OutcomeAt is null ? [] : [StatusCodes.Status424FailedDependency];
        foreach (var status in AlwaysPossible.Concat(operation.Errors).Concat(bodyErrors).Concat(writeErrors).Order())
        {
            call.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ErrorBody), [Json]));
        }

        return call;
    }
}
