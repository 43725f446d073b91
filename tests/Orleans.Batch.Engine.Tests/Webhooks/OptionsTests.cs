using Microsoft.Extensions.Configuration;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.Engine.Tests.Webhooks;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("10.0.0.0/8", 8080, true)]
    [InlineData("fd00::/64", 8080, true)]
    [InlineData("10.0.0.1", 8080, false)]
    [InlineData("10.0.0.1/33", 8080, false)]
    [InlineData("receiver.internal", 8080, false)]
    [InlineData("", 8080, false)]
    [InlineData("10.0.0.0/8", 0, false)]
    [InlineData("10.0.0.0/8", 65_536, false)]
    public void Validate_AllowList_WantsNetworkAndPort(string network, int port, bool valid)
    {
        var options = new WebhookOptions();
        options.Allow.Add(new AllowedTarget { Network = network, Port = port });

        new WebhookOptionsValidator().Validate(null, options).Succeeded.ShouldBe(valid);
    }

    [Fact]
    public void Bind_AllowList_IsReadFromConfiguration()
    {
        var options = new WebhookOptions();

        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Webhooks:Allow:0:Network"] = "10.1.0.0/16",
                ["Webhooks:Allow:0:Port"] = "8080",
                ["Webhooks:AttemptTimeout"] = "00:00:10",
            })
            .Build().GetSection("Webhooks").Bind(options);

        options.Allow.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            a => a.Network.ShouldBe("10.1.0.0/16"), a => a.Port.ShouldBe(8080));
        options.AttemptTimeout.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Validate_VisibilityNotAboveTimeout_Fails() =>
        new WebhookOptionsValidator()
            .Validate(null, new WebhookOptions { Visibility = TimeSpan.FromSeconds(20) }).Failed.ShouldBeTrue();
}
