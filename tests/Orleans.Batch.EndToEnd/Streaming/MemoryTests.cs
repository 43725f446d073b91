using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Streaming;

/// <summary>The memory of a server does not depend on the size of a stream.</summary>
[Collection(Faults.FaultCollection.Name)]
public sealed class MemoryTests(StreamingServer server, ITestOutputHelper output) : IClassFixture<StreamingServer>
{
    private const int Lines = 40_000;

    [Fact]
    public async Task StreamsInAndOut_LeaveTheServersMemoryFlat()
    {
        // The same amount in small streams: how far the collector lets the heap grow depends on how much has been allocated.
        for (var i = 0; i < Lines / 5_000; i++)
        {
            await UploadAsync(5_000);
        }

        var settled = ResidentMegabytes("VmHWM");

        var batch = await UploadAsync(Lines);
        var inward = ResidentMegabytes("VmHWM");
        var bytes = 0L;
        using (var request = new HttpRequestMessage(HttpMethod.Get, $"batches/{batch}/items"))
        {
            request.Headers.Accept.ParseAdd("application/x-ndjson");
            using var answer = await server.Api.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var body = await answer.Content.ReadAsStreamAsync();
            var buffer = new byte[64 * 1024];
            while (await body.ReadAsync(buffer) is var read and > 0)
            {
                bytes += read;
            }
        }

        var outward = ResidentMegabytes("VmHWM");
        output.WriteLine($"peak resident MB: {settled:N0} after 80 MB in small streams, {inward:N0} after 80 MB in one, {outward:N0} after {bytes / 1_000_000} MB out");
        bytes.ShouldBeGreaterThan(Lines * 2_000L);

        // 80 MB were sent and more were received; a fraction of either would be visible.
        (inward - settled).ShouldBeLessThan(30);
        (outward - inward).ShouldBeLessThan(30);
    }

    private async Task<string> UploadAsync(int lines)
    {
        var batch = await server.NewBatchAsync();
        using var content = new LinesContent(lines);
        (await server.UploadAsync(batch, content)).Range.Accepted.ShouldBe(lines);
        return batch;
    }

    private double ResidentMegabytes(string what) => File.ReadLines($"/proc/{server.Server.Id}/status")
        .Where(l => l.StartsWith(what + ":", StringComparison.Ordinal))
        .Select(l => double.Parse(l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .Single();

    /// <summary>Lines of 2,000 characters, created as they are sent.</summary>
    private sealed class LinesContent : HttpContent
    {
        private static readonly byte[] Line = Encoding.UTF8.GetBytes(
            $$"""{"type":"graph_episode","graph_id":"g","data":"{{new string('x', 2_000)}}","data_type":"text"}""" + "\n");

        private readonly int _lines;

        public LinesContent(int lines)
        {
            _lines = lines;
            Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var i = 0; i < _lines; i++)
            {
                await stream.WriteAsync(Line);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
