using System.Globalization;
using System.Net;
using Orleans.Batch.Engine.Tests.Webhooks.Support;
using Orleans.Batch.TestKit.Webhooks;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.Engine.Tests.Webhooks;

/// <summary>The permitted targets of webhooks: checked when an endpoint is registered, and again for each connection.</summary>
public sealed class TargetTests
{
    // Plain http is permitted here, so that only the address can be the reason of a refusal.
    private static SenderRig Rig(Action<WebhookOptions>? configure = null, IHostResolver? resolver = null) => new(
        o =>
        {
            o.AllowHttp = true;
            configure?.Invoke(o);
        },
        resolver);

    [Theory]
    [MemberData(nameof(Spellings.OfLoopback), MemberType = typeof(Spellings))]
    public async Task Loopback_HoweverSpelt_IsRefusedAtRegistrationAndAtConnect(string host)
    {
        await using var receiver = RawReceiver.Answering("200 OK");
        using var rig = Rig();
        var url = $"http://{string.Format(CultureInfo.InvariantCulture, host, receiver.Port)}/";

        (await RegisterAsync(rig, url)).ShouldBe(ErrorKind.InvalidRequest);
        var answer = await rig.SendAsync(url);

        answer.Status.ShouldBeNull();
        answer.Error.ShouldNotBeNull();
        receiver.Connections.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Spellings.OfOtherInnerAddresses), MemberType = typeof(Spellings))]
    public async Task InnerAddress_HoweverSpelt_IsRefusedAtRegistrationAndAtConnect(string host)
    {
        using var rig = Rig();

        (await RegisterAsync(rig, $"https://{host}/")).ShouldBe(ErrorKind.InvalidRequest);

        (await rig.SendAsync($"https://{host}/")).Error.ShouldStartWith("refused: the address is not public: ");
    }

    [Theory]
    [InlineData("//1.1.1.1/")]
    [InlineData("http:1.1.1.1")]
    [InlineData("https:/1.1.1.1/")]
    [InlineData("https:///1.1.1.1/")]
    [InlineData("https:\\\\1.1.1.1\\")]
    [InlineData("https://1.1.1.1\\@127.0.0.1/")]
    [InlineData("https://user:pw@1.1.1.1/")]
    [InlineData("https://user@1.1.1.1/")]
    [InlineData("https://@1.1.1.1/")]
    [InlineData("https://1.1.1.1/#fragment")]
    [InlineData("https://1.1.1.1/#")]
    [InlineData(" https://1.1.1.1/")]
    [InlineData("https://1.1.1.1/\n")]
    [InlineData("https://1.1.1.1/a b")]
    [InlineData("https://1.1.1.1:0/")]
    [InlineData("https://1.1.1.1:65536/")]
    [InlineData("https://1.1.1.1:22/")]
    [InlineData("https://1.1.1.1:5432/")]
    [InlineData("https://example.1/")]
    [InlineData("https://./")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://1.1.1.1/")]
    [InlineData("gopher://1.1.1.1/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task Url_NotAnEndpoints_IsRefusedAtRegistrationAndAtConnect(string url)
    {
        using var rig = Rig();

        (await RegisterAsync(rig, url)).ShouldBe(ErrorKind.InvalidRequest);
        (await rig.SendAsync(url)).Error.ShouldStartWith("refused: ");
    }

    [Theory]
    [InlineData("https://1.1.1.1/")]
    [InlineData("HTTPS://1.1.1.1:8443/a?b=c&d=%20")]
    [InlineData("https://[2606:4700::1111]/")]
    public async Task Url_Public_IsRegistered(string url)
    {
        using var rig = Rig();

        (await RegisterAsync(rig, url)).ShouldBeNull();
    }

    [Fact]
    public async Task PlainHttp_PublicHost_NeedsTheOperatorsWord()
    {
        using var strict = new SenderRig();
        using var lenient = Rig();
        using var allowing = new SenderRig(o => o.Allow.Add(new AllowedTarget { Network = "1.1.1.1/32", Port = 80 }));

        (await RegisterAsync(strict, "http://1.1.1.1/")).ShouldBe(ErrorKind.InvalidRequest);
        (await strict.SendAsync("http://1.1.1.1/")).Error.ShouldBe("refused: plain http is not encrypted; use https");
        (await RegisterAsync(lenient, "http://1.1.1.1/")).ShouldBeNull();
        (await RegisterAsync(allowing, "http://1.1.1.1/")).ShouldBeNull();
    }

    [Fact]
    public async Task Name_LeadsInwardAfterRegistration_IsRefusedAtConnect()
    {
        await using var receiver = RawReceiver.Answering("200 OK");
        using var rig = Rig(resolver: new FakeResolver().With("hook.test", ["1.1.1.1"], ["127.0.0.1"]));
        var url = $"http://hook.test:{receiver.Port}/";

        (await RegisterAsync(rig, url)).ShouldBeNull();
        var answer = await rig.SendAsync(url);

        answer.Error.ShouldBe("refused: the address is not public: loopback");
        receiver.Connections.ShouldBe(0);
    }

    [Theory]
    [InlineData("127.0.0.1", "1.1.1.1")]
    [InlineData("1.1.1.1", "127.0.0.1")]
    [InlineData("1.1.1.1", "::1")]
    [InlineData("2606:4700::1111", "fd00::1")]
    public async Task Name_WithOneInnerAddress_IsRefused(params string[] addresses)
    {
        await using var receiver = RawReceiver.Answering("200 OK");
        using var rig = Rig(resolver: new FakeResolver().With("hook.test", addresses));
        var url = $"http://hook.test:{receiver.Port}/";

        (await RegisterAsync(rig, url)).ShouldBe(ErrorKind.InvalidRequest);
        (await rig.SendAsync(url)).Error.ShouldStartWith("refused: the address is not public: ");
        receiver.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Name_Judged_IsDialledAtTheVeryAddressJudged()
    {
        await using var receiver = RawReceiver.Answering("200 OK");
        var resolver = new FakeResolver().With("hook.test", ["127.0.0.1"], ["10.0.0.1"]);
        using var rig = new SenderRig(o => RawReceiver.Allow(o, receiver), resolver);

        var answer = await rig.SendAsync($"http://hook.test:{receiver.Port}/");

        answer.Status.ShouldBe(200);
        resolver.Asked.ShouldBe(1);
        receiver.Exchanges.ShouldHaveSingleItem().Header("Host").ShouldBe($"hook.test:{receiver.Port}");
    }

    [Fact]
    public async Task AllowList_OtherPort_IsRefused()
    {
        await using var allowed = RawReceiver.Answering("200 OK");
        await using var other = RawReceiver.Answering("200 OK");
        using var rig = SenderRig.Allowing(allowed);

        (await RegisterAsync(rig, allowed.Url)).ShouldBeNull();
        (await rig.SendAsync(allowed.Url)).Status.ShouldBe(200);
        (await RegisterAsync(rig, other.Url)).ShouldBe(ErrorKind.InvalidRequest);
        (await rig.SendAsync(other.Url)).Error.ShouldStartWith("refused: ");
        other.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Name_Unknown_IsRefusedAtRegistrationAndFailsAtConnect()
    {
        using var rig = Rig(resolver: new FakeResolver());

        (await RegisterAsync(rig, "https://nobody.test/")).ShouldBe(ErrorKind.InvalidRequest);
        (await rig.SendAsync("https://nobody.test/")).Error.ShouldBe("the host's name could not be resolved");
    }

    [Fact]
    public async Task Proxy_OfTheEnvironment_IsNotUsed()
    {
        await using var proxy = RawReceiver.Answering("200 OK");
        await using var receiver = RawReceiver.Answering("204 No Content");
        var before = HttpClient.DefaultProxy; // the environment's proxy, read at the first use
        HttpClient.DefaultProxy = new WebProxy("127.0.0.1", proxy.Port);
        try
        {
            using var rig = SenderRig.Allowing(receiver, proxy);

            (await rig.SendAsync(receiver.Url)).Status.ShouldBe(204);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }

        proxy.Connections.ShouldBe(0);
    }

    // The reason of the refusal; null if it was registered.
    private static async Task<ErrorKind?> RegisterAsync(SenderRig rig, string url)
    {
        var service = new WebhookService(new AcceptingEndpointStore(), null!, null!, rig.Judge, new NoWakeups(), TimeProvider.System);
        try
        {
            var made = await service.CreateAsync(default, new WebhookEndpointFields { Url = url }, CancellationToken.None);
            made.Endpoint.Url.ShouldBe(url);
            WebhookSecret.Parse(made.Secret).Length.ShouldBe(32);
            return null;
        }
        catch (BatchServiceException e)
        {
            e.Message.ShouldStartWith("url ");
            return e.Kind;
        }
    }
}
