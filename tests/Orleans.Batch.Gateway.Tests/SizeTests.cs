using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>Nothing larger than its limit is held in memory.</summary>
public sealed class SizeTests(SizeTests.SmallHost fixture) : IClassFixture<SizeTests.SmallHost>
{
    private const int Limit = 64 * 1024;

    [Fact]
    public async Task ContentLengthOverTheLimit_Is413BeforeAByteIsRead()
    {
        var host = fixture.Fresh();
        var answer = await host.SendRawAsync(
            "POST /" + host.ItemsPath, GatewayHost.WithKey("Content-Length: 99999999999", "Expect: 100-continue"));

        answer.ShouldBeError(413, "too_long").Message.ShouldContain("65536");
        answer.Headers["Connection"].Single().ShouldBe("close");
    }

    [Fact]
    public async Task ChunkedOverTheLimit_Is413()
    {
        var host = fixture.Fresh();
        var chunk = "1000\r\n" + new string(' ', 0x1000) + "\r\n";
        var body = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(chunk, (Limit / 0x1000) + 1)) + "0\r\n\r\n");

        (await host.SendRawAsync("POST /" + host.ItemsPath, body, GatewayHost.WithKey("Transfer-Encoding: chunked")))
            .ShouldBeError(413, "too_long");
    }

    [Fact]
    public async Task ChunkedAtTheLimit_IsRead()
    {
        var host = fixture.Fresh();
        const string json = """{"items":[{"type":"graph_episode","graph_id":"g","data":"d","data_type":"text"}]}""";
        var body = Encoding.ASCII.GetBytes($"{Limit:x}\r\n{json.PadRight(Limit)}\r\n0\r\n\r\n");

        var answer = await host.SendRawAsync("POST /" + host.ItemsPath, body, GatewayHost.WithKey("Transfer-Encoding: chunked"));

        answer.Status.ShouldBe(200, answer.Body);
    }

    // The body is sent completely before the answer is read, as most clients do.
    [Fact]
    public async Task RefusedBeforeItIsRead_TheAnswerStillArrives()
    {
        var host = fixture.Fresh();
        for (var i = 0; i < 20; i++)
        {
            (await host.SendRawAsync("POST /" + host.ItemsPath, new byte[8_000_000], GatewayHost.WithKey("Content-Length: 8000000")))
                .ShouldBeError(413, "too_long");
        }
    }

    [Fact]
    public async Task RefusedForItsKey_TheAnswerStillArrives()
    {
        var host = fixture.Fresh();
        for (var i = 0; i < 20; i++)
        {
            (await host.SendRawAsync("POST /" + host.ItemsPath, new byte[8_000_000], "Content-Length: 8000000")).ShouldBeError(401, "unauthorized");
        }
    }

    [Fact]
    public async Task RefusedAndEndless_IsCutOffAtItsBound()
    {
        await using var host = await GatewayHost.StartAsync(static o => o.MaxDiscardedBytes = 1_000_000);
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(System.Net.IPAddress.Loopback, host.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /{host.ItemsPath} HTTP/1.1\r\nHost: x\r\nAuthorization: Api-Key {FakeService.Key}\r\nContent-Length: 99999999999\r\n\r\n"));

        await Should.ThrowAsync<IOException>(async () =>
        {
            var piece = new byte[64 * 1024];
            for (var sent = 0L; sent < 1L << 30; sent += piece.Length)
            {
                await stream.WriteAsync(piece).AsTask().WaitAsync(GatewayHost.MaxWait);
            }
        });
    }

    [Fact]
    public async Task SmallRoutes_HaveTheirOwnLimit()
    {
        var host = fixture.Fresh();
        (await host.PostAsync("api/v2/users", new byte[5_000])).ShouldBeError(413, "too_long");
        (await host.PostAsync("api/v2/batches", new byte[5_000])).ShouldBeError(413, "too_long");
    }

    [Fact]
    public async Task Gzip_IsRead()
    {
        var host = fixture.Fresh();
        var body = Gzip("""{"items":[{"type":"graph_episode","graph_id":"g","data":"d","data_type":"text"}]}"""u8.ToArray());

        var answer = await host.PostAsync(host.ItemsPath, body, static r => r.Content!.Headers.ContentEncoding.Add("gzip"));

        answer.Status.ShouldBe(200, answer.Body);
    }

    [Fact]
    public async Task GzipBomb_Is413()
    {
        var host = fixture.Fresh();
        var bomb = Gzip(new byte[30 * 1024 * 1024]);
        bomb.Length.ShouldBeLessThan(Limit);

        var answer = await host.PostAsync(host.ItemsPath, bomb, static r => r.Content!.Headers.ContentEncoding.Add("gzip"));

        answer.ShouldBeError(413, "too_long");
    }

    [Fact]
    public async Task BadGzip_Is400AndOtherEncodings415()
    {
        var host = fixture.Fresh();
        (await host.PostAsync(host.ItemsPath, "{}"u8.ToArray(), static r => r.Content!.Headers.ContentEncoding.Add("gzip")))
            .ShouldBeError(400, "invalid_encoding");
        var cut = Gzip(Encoding.UTF8.GetBytes(new string('x', 5_000)))[..^20];
        (await host.PostAsync(host.ItemsPath, cut, static r => r.Content!.Headers.ContentEncoding.Add("gzip"))).Status.ShouldBe(400);
        var flushed = Gzip("""{"items":[{"type":"graph_episode","graph_id":"g","data":"d","data_type":"text"}]}"""u8.ToArray())[..^8];
        (await host.PostAsync(host.ItemsPath, flushed, static r => r.Content!.Headers.ContentEncoding.Add("gzip")))
            .ShouldBeError(400, "invalid_encoding").Message.ShouldContain($"breaks off at byte {flushed.Length}");
        host.Service.Added.ShouldBeEmpty();
        foreach (var encoding in new[] { "br", "deflate", "gzip, gzip" })
        {
            (await host.PostAsync(host.ItemsPath, "{}"u8.ToArray(), r => r.Content!.Headers.TryAddWithoutValidation("Content-Encoding", encoding)))
                .ShouldBeError(415, "invalid_request");
        }
    }

    [Fact]
    public async Task BodiesInMemory_AreBoundedOverAllCalls()
    {
        var budget = new BodyBudget(Options.Create(new BatchGatewayOptions { MaxBufferedBytes = 100_000 }));
        using var first = new RequestBody(budget);
        (await first.FillAsync(new MemoryStream(new byte[60_000]), 64_000, CancellationToken.None)).ShouldBeTrue();
        using (var second = new RequestBody(budget))
        {
            var refusal = await Should.ThrowAsync<HttpRefusalException>(
                async () => await second.FillAsync(new MemoryStream(new byte[60_000]), 64_000, CancellationToken.None));
            refusal.Status.ShouldBe(503);
            refusal.RetryAfter.ShouldNotBeNull();
        }

        first.Dispose();
        using var third = new RequestBody(budget);
        (await third.FillAsync(new MemoryStream(new byte[60_000]), 64_000, CancellationToken.None)).ShouldBeTrue();
    }

    // Takes a little more than the server's five seconds of grace.
    [Fact]
    public async Task BodyThatStops_IsGivenUp()
    {
        var host = fixture.Fresh();
        var answer = await host.SendRawAsync(
            "POST /" + host.ItemsPath, "{"u8.ToArray(), GatewayHost.WithKey("Content-Length: 1000")).WaitAsync(GatewayHost.MaxWait);

        answer.ShouldBeError(408, "invalid_request");
        host.Service.Added.ShouldBeEmpty();
    }

    [Fact]
    public void Kestrel_HasLimitsAgainstSlowConnections()
    {
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureBatchKestrel();
        builder.Services.AddBatchGateway();
        var kestrel = builder.Build().Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;

        kestrel.Limits.RequestHeadersTimeout.ShouldBe(TimeSpan.FromSeconds(30));
        kestrel.Limits.MinRequestBodyDataRate!.BytesPerSecond.ShouldBe(240);
        kestrel.Limits.MinRequestBodyDataRate.GracePeriod.ShouldBe(TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate!.BytesPerSecond.ShouldBe(240);
        kestrel.AddServerHeader.ShouldBeFalse();
    }

    [Fact]
    public async Task Options_OutOfRange_StopTheStart()
    {
        var refusal = await Should.ThrowAsync<OptionsValidationException>(
            () => GatewayHost.StartAsync(static o => { o.MaxAddBodyBytes = 0; o.MaxBufferedBytes = 2_000; }));
        refusal.Failures.Count().ShouldBe(2);
    }

    private static byte[] Gzip(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(data);
        }

        return packed.ToArray();
    }

    public sealed class SmallHost : HostFixture
    {
        protected override void Configure(BatchGatewayOptions options)
        {
            options.MaxAddBodyBytes = Limit;
            options.MaxBodyBytes = 4_096;
        }
    }
}
