using Microsoft.AspNetCore.Builder;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>Describes calls in the OpenAPI document of version 4.</summary>
internal static class DescribeV4
{
    /// <summary>Adds a call that reads.</summary>
    public static RouteHandlerBuilder DescribeRead(this RouteHandlerBuilder call, ApiOperation operation) =>
        call.Describe(operation, typeof(ErrorEnvelope));

    /// <summary>Adds a call that writes: it takes an idempotency key, and may conflict with one.</summary>
    /// <param name="call">The call.</param>
    /// <param name="operation">Its description.</param>
    /// <param name="outcomeAt">The path whose GET shows whether it was done.</param>
    public static RouteHandlerBuilder DescribeWrite(this RouteHandlerBuilder call, ApiOperation operation, string outcomeAt) =>
        call.Describe(
            operation with
            {
                OutcomeAt = outcomeAt,
                Parameters = [.. operation.Parameters, ApiParameter.IdempotencyKey],
                Errors = [.. operation.Errors.Union([404, 409, 422])],
            },
            typeof(ErrorEnvelope));
}
