using System.Net;

namespace Orleans.Batch.Webhooks;

/// <summary>
/// Networks that are not the public Internet, by the IANA special-purpose address registries (RFC 6890) and the clouds'
/// documentation of their metadata services.
/// </summary>
internal static class SpecialNetworks
{
    /// <summary>Cloud addresses that return the machine's credentials to any caller.</summary>
    public static IReadOnlyList<IPAddress> MetadataServices { get; } =
    [
        IPAddress.Parse("169.254.169.254"), // AWS, Azure, Google, OpenStack, DigitalOcean, Oracle
        IPAddress.Parse("169.254.170.2"), // AWS ECS task credentials
        IPAddress.Parse("169.254.170.23"), // AWS EKS pod identity
        IPAddress.Parse("168.63.129.16"), // Azure's host, a public address
        IPAddress.Parse("100.100.100.200"), // Alibaba
        IPAddress.Parse("192.0.0.192"), // Oracle, older
        IPAddress.Parse("fd00:ec2::254"), // AWS
        IPAddress.Parse("fd00:ec2::23"), // AWS EKS pod identity
        IPAddress.Parse("fd20:ce::254"), // Google
    ];

    public static IReadOnlyList<(IPNetwork Network, string Name)> All { get; } =
    [
        Entry("0.0.0.0/8", "\"this network\""),
        Entry("10.0.0.0/8", "private"),
        Entry("100.64.0.0/10", "shared by a provider"),
        Entry("127.0.0.0/8", "loopback"),
        Entry("169.254.0.0/16", "link-local"),
        Entry("172.16.0.0/12", "private"),
        Entry("192.0.0.0/24", "reserved for protocols"),
        Entry("192.0.2.0/24", "for documentation"),
        Entry("192.88.99.0/24", "a 6to4 relay"),
        Entry("192.168.0.0/16", "private"),
        Entry("198.18.0.0/15", "for benchmarks"),
        Entry("198.51.100.0/24", "for documentation"),
        Entry("203.0.113.0/24", "for documentation"),
        Entry("224.0.0.0/4", "multicast"),
        Entry("240.0.0.0/4", "reserved or broadcast"),
        Entry("::/128", "unspecified"),
        Entry("::1/128", "loopback"),
        Entry("64:ff9b::/96", "translated to IPv4 (NAT64)"),
        Entry("64:ff9b:1::/48", "translated to IPv4 (NAT64)"),
        Entry("100::/64", "discarded"),
        Entry("2001::/23", "reserved for protocols (Teredo and others)"),
        Entry("2001:db8::/32", "for documentation"),
        Entry("2002::/16", "tunnelled to IPv4 (6to4)"),
        Entry("3fff::/20", "for documentation"),
        Entry("fc00::/7", "private"),
        Entry("fe80::/10", "link-local"),
        Entry("fec0::/10", "site-local"),
        Entry("ff00::/8", "multicast"),
    ];

    /// <summary>The IPv6 range assigned for public use: addresses outside it are refused too, without a name.</summary>
    public static IPNetwork PublicIPv6 { get; } = IPNetwork.Parse("2000::/3");

    private static (IPNetwork Network, string Name) Entry(string network, string name) => (IPNetwork.Parse(network), name);
}
