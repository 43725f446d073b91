using System.Text;

namespace Orleans.Batch.Gateway.Tests.V4;

/// <summary>One call of the contract: what is sent, and what must come back.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path below <c>/api/v4</c>.</param>
/// <param name="Body">The body; null for none, without a content type.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Keys">The keys of the answer, <c>a.b</c> for a key within one; null for an answer without a body.</param>
public sealed record ContractCall(string Method, string Path, string? Body, int Status, string[]? Keys)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}";

    internal async Task<Answer> SendAsync(GatewayHost host, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Method), "api/v4" + Path);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        }

        change?.Invoke(request);
        return await Answer.OfAsync(await host.Client.SendAsync(request));
    }
}
