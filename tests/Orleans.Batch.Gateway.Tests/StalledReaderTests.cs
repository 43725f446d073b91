using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>Long answers, and clients that read them slowly or not at all.</summary>
public sealed class StalledReaderTests
{
    // More than the operating system buffers for a client that does not read.
    private const int Records = 10_000;
    private const int RecordCharacters = 10_000;

    [Fact]
    public async Task Export_ClientDoesNotRead_IsEnded()
    {
        await using var host = await StartAsync(TimeSpan.FromSeconds(2));
        using var client = await AskAsync(host);

        await host.Service.ExportEnded.Task.WaitAsync(GatewayHost.MaxWait);

        (await ReadAsync(client, long.MaxValue, TimeSpan.Zero)).ShouldBeLessThan((long)Records * RecordCharacters);
    }

    [Fact]
    public async Task Export_ReadWithPauses_GoesToItsEnd()
    {
        await using var host = await StartAsync(TimeSpan.FromSeconds(20));
        using var client = await AskAsync(host);

        (await ReadAsync(client, (long)Records * RecordCharacters, TimeSpan.FromMilliseconds(50)))
            .ShouldBeGreaterThanOrEqualTo((long)Records * RecordCharacters);
    }

    private static async Task<GatewayHost> StartAsync(TimeSpan timeout)
    {
        var host = await GatewayHost.StartAsync(o => o.WriteStallTimeout = timeout);
        var record = new BatchItemRecord(
            new BatchItem
            {
                ItemId = Guid.Empty, Kind = ItemKind.GraphEpisode, Status = ItemStatus.Pending, EpisodeUuid = Guid.Empty, SequenceIndex = 0, GraphId = "g",
                CreatedAt = FakeService.Now, UpdatedAt = FakeService.Now,
            },
            new NewBatchItem { Kind = ItemKind.GraphEpisode, GraphId = "g", Content = new string('x', RecordCharacters), DataType = DataType.Text });
        host.Service.Records.AddRange(Enumerable.Repeat(record, Records));
        return host;
    }

    private static async Task<Socket> AskAsync(GatewayHost host)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, host.Address.Port);
        await client.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /{host.ItemsPath} HTTP/1.1\r\nHost: x\r\nAuthorization: Api-Key {FakeService.Key}\r\nAccept: application/x-ndjson\r\n\r\n"));
        return client;
    }

    /// <returns>The number of bytes until there were enough, or no more.</returns>
    private static async Task<long> ReadAsync(Socket client, long enough, TimeSpan pause)
    {
        const int piece = 1024 * 1024;
        var buffer = new byte[piece];
        var total = 0L;
        var paused = 0L;
        try
        {
            while (total < enough && await client.ReceiveAsync(buffer).WaitAsync(GatewayHost.MaxWait) is > 0 and var read)
            {
                total += read;
                if (total - paused > piece)
                {
                    paused = total;
                    await Task.Delay(pause);
                }
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The connection was closed.
        }

        return total;
    }
}
