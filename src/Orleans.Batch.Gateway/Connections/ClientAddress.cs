using System.Net;
using System.Net.Sockets;

namespace Orleans.Batch.Gateway.Connections;

/// <summary>The address by which clients are counted.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>
    /// An IPv4 address as it is, an IPv6 address as its /64 network, which is what one subscriber gets. Connections
    /// without an address, such as those of a Unix socket, count as local.
    /// </summary>
    public static IPAddress From(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.Loopback;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
