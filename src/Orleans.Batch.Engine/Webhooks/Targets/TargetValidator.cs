using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Webhooks;

/// <summary>
/// Resolves a target and checks all its addresses. Registration checks it so that a mistake shows at once; each
/// connection checks again, because names change, and connects only to checked addresses.
/// </summary>
internal sealed class TargetValidator(IHostResolver resolver, AddressPolicy policy, IOptions<WebhookOptions> options)
{
    /// <summary>All addresses of the target; all are allowed.</summary>
    /// <exception cref="TargetRefusedException">At least one of them is not allowed.</exception>
    /// <exception cref="SocketException">It has none, or the name servers do not answer.</exception>
    public async ValueTask<IPAddress[]> ResolveAsync(
        string host, int port, bool encrypted, CancellationToken cancellationToken)
    {
        var addresses = await resolver.ResolveAsync(host, cancellationToken);
        if (addresses.Count == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        foreach (var address in addresses)
        {
            var verdict = policy.Evaluate(address, port);
            if (!verdict.Allowed)
            {
                throw new TargetRefusedException(verdict.Refusal!);
            }

            if (!encrypted && !verdict.ByOperator && !options.Value.AllowHttp)
            {
                throw new TargetRefusedException("plain http is not encrypted; use https");
            }
        }

        return [.. addresses];
    }
}
