using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace Orleans.Batch.Gateway.Connections;

/// <summary>The reverse proxies that are trusted to state a client's address.</summary>
internal sealed class TrustedProxies(IOptions<BatchGatewayOptions> options)
{
    private readonly IPNetwork[] _networks = [.. options.Value.TrustedProxies.Select(p => TryParse(p)).OfType<IPNetwork>()];

    public bool Any => _networks.Length > 0;

    /// <summary>Parses an address, or a network as in <c>10.0.0.0/8</c>; null for anything else.</summary>
    public static IPNetwork? TryParse(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;

    public bool Contains(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is not null && Array.Exists(_networks, n => n.Contains(plain));
    }

    /// <summary>
    /// For ASP.NET Core's middleware: from the right, each address that a trusted proxy has added, up to the first one
    /// that is not a trusted proxy's.
    /// </summary>
    public ForwardedHeadersOptions ToForwardedHeaders()
    {
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in _networks)
        {
            forwarded.KnownIPNetworks.Add(network);
        }

        return forwarded;
    }
}
