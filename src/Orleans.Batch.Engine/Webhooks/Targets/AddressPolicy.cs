using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Webhooks;

/// <summary>Checks an address and port: allowed are the public Internet and the operator's list.</summary>
public sealed class AddressPolicy
{
    private readonly (IPNetwork Network, int Port)[] _allowed;

    /// <summary>Creates the policy.</summary>
    public AddressPolicy(IOptions<WebhookOptions> options) =>
        _allowed = [.. options.Value.Allow.Select(a => (IPNetwork.Parse(a.Network), a.Port))];

    /// <summary>Checks the exact address of the connection to open.</summary>
    public AddressVerdict Evaluate(IPAddress address, int port)
    {
        // IPNetwork takes such an address for the IPv4 one inside; no honest name server gives it out.
        if (address.IsIPv4MappedToIPv6)
        {
            return new("the address is not public: an IPv4 address in IPv6 clothing", ByOperator: false);
        }

        // A scope names the interface, not which network: without it fe80::1%2 compares like fe80::1.
        var plain = new IPAddress(address.GetAddressBytes());
        if (IsAllowed(plain, port))
        {
            return new(Refusal: null, ByOperator: true);
        }

        if (WhyNotPublic(plain) is { } reason)
        {
            return new($"the address is not public: {reason}", ByOperator: false);
        }

        return PortRules.IsOpen(port)
            ? new(Refusal: null, ByOperator: false)
            : new(
                string.Create(CultureInfo.InvariantCulture, $"port {port} is not one that webhooks are received on"),
                ByOperator: false);
    }

    private bool IsAllowed(IPAddress address, int port)
    {
        var exactly = SpecialNetworks.MetadataServices.Contains(address);
        return _allowed.Any(a =>
            a.Port == port
            && a.Network.Contains(address)
            && (!exactly || a.Network.PrefixLength == address.GetAddressBytes().Length * 8));
    }

    private static string? WhyNotPublic(IPAddress address)
    {
        if (SpecialNetworks.MetadataServices.Contains(address))
        {
            return "a cloud's metadata service";
        }

        foreach (var (network, name) in SpecialNetworks.All)
        {
            if (network.Contains(address))
            {
                return name;
            }
        }

        return address.GetAddressBytes().Length == 4 || SpecialNetworks.PublicIPv6.Contains(address) ? null : "not given out";
    }
}
