using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>
/// Runs the calls of version 4 that write. Each may carry an <c>Idempotency-Key</c>, which applies to version, method and
/// path. No call needs a body or a content type to get here.
/// </summary>
internal sealed class WriteCalls(RequestBodies bodies, IdempotentCall idempotent, IOptions<BatchGatewayOptions> options)
{
    /// <summary>Runs a call whose own transaction records the key.</summary>
    /// <param name="http">The request.</param>
    /// <param name="call">The call: gets the body, which it may dispose of early, and the key, if there is one.</param>
    /// <param name="maxBytes">How many bytes the body may have; null for <see cref="BatchGatewayOptions.MaxBodyBytes"/>.</param>
    public async Task RunAsync(HttpContext http, Func<RequestBody, IdempotencyKey?, Task> call, int? maxBytes = null)
    {
        using var body = await bodies.ReadAsync(http, maxBytes ?? options.Value.MaxBodyBytes);
        await idempotent.RunAsync(http, KeyPath(http), body, key => call(body, key));
    }

    /// <summary>Runs any other call: its answer is kept under the key after it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="call">
    /// The call: gets the body and an identity, which is the same for each repeat with the key. What it creates takes that
    /// identity, so that it is created once.
    /// </param>
    public async Task RecordAsync(HttpContext http, Func<RequestBody, Guid, Task<StoredResponse>> call)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        await idempotent.RecordAsync(http, KeyPath(http), body, identity => call(body, identity));
    }

    /// <summary>Reads the body of a call that only reads; a key is ignored.</summary>
    public async Task ReadAsync(HttpContext http, Func<RequestBody, Task> call)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        await call(body);
    }

    private static string KeyPath(HttpContext http) => $"v4 {http.Request.Method} {http.Request.Path}";
}
