using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>The OpenAPI document is rendered once, for any number of requests.</summary>
public sealed class ApiDocumentTests
{
    private const string Path = "api/v2/openapi.json";

    [Fact]
    public async Task Document_ManyRequestsAtOnce_IsRenderedOnce()
    {
        var rendered = 0;
        await using var host = await GatewayHost.StartAsync(services: s => s.Configure<OpenApiOptions>("v1", o =>
            o.AddDocumentTransformer((_, _, _) =>
            {
                Interlocked.Increment(ref rendered);
                return Task.CompletedTask;
            })));
        using var client = host.NewClient();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.GetStringAsync(new Uri(Path, UriKind.Relative))));

        answers.Distinct().Count().ShouldBe(1);
        rendered.ShouldBe(1);
    }

    [Fact]
    public async Task Document_FailsToRenderOnce_IsRenderedForTheNext()
    {
        var failures = 1;
        await using var host = await GatewayHost.StartAsync(services: s => s.Configure<OpenApiOptions>("v1", o =>
            o.AddDocumentTransformer((_, _, _) => failures-- > 0 ? throw new InvalidOperationException("no luck") : Task.CompletedTask)));

        (await host.GetAsync(Path)).ShouldBeError(500, "internal");
        (await host.GetAsync(Path)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("deflate, gzip;q=0.5, br;q=0.1", "br")]
    [InlineData("br;q=0, GZIP", "gzip")]
    [InlineData("identity", null)]
    [InlineData("gzip;q=0", null)]
    [InlineData("*", null)]
    [InlineData("nonsense;;q=", null)]
    public async Task Document_IsCompressedAsTheClientTakesIt(string accepted, string? encoding)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = host.NewClient();
        var plain = await client.GetByteArrayAsync(new Uri(Path, UriKind.Relative));

        using var answer = await SendAsync(client, "Accept-Encoding", accepted);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentEncoding.SingleOrDefault().ShouldBe(encoding);
        answer.Headers.Vary.ShouldBe(["Accept-Encoding"]);
        var body = await answer.Content.ReadAsByteArrayAsync();
        answer.Content.Headers.ContentLength.ShouldBe(body.Length);
        Unpack(body, encoding).ShouldBe(plain);
        if (encoding is not null)
        {
            (body.Length * 5).ShouldBeLessThan(plain.Length);
        }
    }

    [Fact]
    public async Task Document_TheClientHasItAlready_IsNotSentAgain()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = host.NewClient();
        using var first = await client.GetAsync(new Uri(Path, UriKind.Relative));
        var tag = first.Headers.ETag!.Tag;
        first.Headers.CacheControl!.ToString().ShouldBe("no-cache");

        foreach (var known in new[] { tag, $"\"other\", W/{tag}", "*" })
        {
            using var again = await SendAsync(client, "If-None-Match", known);
            again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
            again.Headers.ETag!.Tag.ShouldBe(tag);
            (await again.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        }

        using var other = await SendAsync(client, "If-None-Match", "\"other\"");
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.TryAddWithoutValidation(header, value);
        return await client.SendAsync(request);
    }

    private static byte[] Unpack(byte[] body, string? encoding)
    {
        using Stream packed = encoding switch
        {
            "gzip" => new GZipStream(new MemoryStream(body), CompressionMode.Decompress),
            "br" => new BrotliStream(new MemoryStream(body), CompressionMode.Decompress),
            _ => new MemoryStream(body),
        };
        using var whole = new MemoryStream();
        packed.CopyTo(whole);
        return whole.ToArray();
    }
}
