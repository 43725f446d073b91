using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.Engine.Tests.Webhooks;

public sealed class AddressPolicyTests
{
    private static AddressPolicy Policy(params (string Network, int Port)[] allowed)
    {
        var options = new WebhookOptions();
        foreach (var (network, port) in allowed)
        {
            options.Allow.Add(new AllowedTarget { Network = network, Port = port });
        }

        return new AddressPolicy(Options.Create(options));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("168.63.129.16")]
    [InlineData("100.100.100.200")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:a00:1::1")]
    [InlineData("3fff::1")]
    [InlineData("4000::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Judge_NotPublic_IsRefused(string address) =>
        Policy().Evaluate(IPAddress.Parse(address), 443).Refusal.ShouldStartWith("the address is not public: ");

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4001::1")]
    public void Judge_Public_IsAllowed(string address) =>
        Policy().Evaluate(IPAddress.Parse(address), 443).ShouldBe(new AddressVerdict(null, ByOperator: false));

    [Theory]
    [InlineData(80, true)]
    [InlineData(443, true)]
    [InlineData(1024, true)]
    [InlineData(8443, true)]
    [InlineData(65_535, true)]
    [InlineData(22, false)]
    [InlineData(25, false)]
    [InlineData(444, false)]
    [InlineData(1023, false)]
    [InlineData(5432, false)]
    [InlineData(6379, false)]
    public void Judge_Port_IsAWebServers(int port, bool allowed) =>
        Policy().Evaluate(IPAddress.Parse("1.1.1.1"), port).Allowed.ShouldBe(allowed);

    [Fact]
    public void Judge_OperatorsTarget_IsAllowedOnThatPortAlone()
    {
        var policy = Policy(("10.1.0.0/16", 8080), ("1.1.1.1/32", 25), ("fd12::/16", 9000));

        policy.Evaluate(IPAddress.Parse("10.1.2.3"), 8080).ShouldBe(new AddressVerdict(null, ByOperator: true));
        policy.Evaluate(IPAddress.Parse("10.1.2.3"), 8081).Allowed.ShouldBeFalse();
        policy.Evaluate(IPAddress.Parse("10.2.0.1"), 8080).Allowed.ShouldBeFalse();
        policy.Evaluate(IPAddress.Parse("::ffff:10.1.2.3"), 8080).Allowed.ShouldBeFalse();
        policy.Evaluate(IPAddress.Parse("1.1.1.1"), 25).Allowed.ShouldBeTrue();
        policy.Evaluate(IPAddress.Parse("fd12::1"), 9000).Allowed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("169.254.169.254", "169.254.0.0/16", false)]
    [InlineData("169.254.169.254", "0.0.0.0/0", false)]
    [InlineData("169.254.169.254", "169.254.169.254/31", false)]
    [InlineData("169.254.169.254", "169.254.169.254/32", true)]
    [InlineData("fd00:ec2::254", "fd00::/8", false)]
    [InlineData("fd00:ec2::254", "fd00:ec2::254/128", true)]
    public void Judge_MetadataService_OnlyByItsVeryAddress(string address, string network, bool allowed) =>
        Policy((network, 80)).Evaluate(IPAddress.Parse(address), 80).Allowed.ShouldBe(allowed);
}
