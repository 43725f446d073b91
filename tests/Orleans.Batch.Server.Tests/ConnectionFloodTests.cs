using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Orleans.Batch.Server.Tests;

/// <summary>Many connections without a valid key, against a server with a low limit of open files.</summary>
public sealed class ConnectionFloodTests : IDisposable
{
    private const int OpenFiles = 1_024;
    private const int Silent = 1_500;

    private static readonly TimeSpan Promptly = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(15);

    private readonly TemporaryDataDirectory _data = new();
    private readonly List<Socket> _flood = [];

    public void Dispose()
    {
        _flood.ForEach(s => s.Dispose());
        _data.Dispose();
    }

    [Trait("Category", "Long")]
    [Fact]
    public async Task Silent_HealthAndCallersWithAKeyAreServedThroughout()
    {
        using var server = await RunningServer.ServeWithOpenFilesAsync(_data, OpenFiles);
        var postmaster = _data.PostmasterId();
        using var honest = new RawCaller(server.Url);
        await honest.AskAsync("/api/v2/batches", server.Key);
        var promptly = await UsualAsync(server);

        await FloodAsync(server.Port);
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Watched)
        {
            (await FreshAsync(server, "/healthz/live", null)).ShouldBeLessThan(promptly);
            (await FreshAsync(server, "/api/v2/batches", server.Key)).ShouldBeLessThan(promptly);
            (await honest.AskAsync("/api/v2/batches", server.Key)).ShouldBeLessThan(promptly, "a connection with a key outlives the flood");
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        server.Output.ShouldContain("Too many connections carry no valid key");
        server.Output.ShouldNotContain("Too many open files");
        server.Output.ShouldNotContain("maximum number of concurrent connections"); // Kestrel closes none by number
        _data.PostmasterId().ShouldBe(postmaster);
        _flood.Count(IsOpen).ShouldBe(0, "none of them sent a request within ten seconds");
        (await server.StopAsync()).ShouldBe(0, server.Output);
    }

    [Fact]
    public async Task AnsweredAndIdle_AreBoundedToo()
    {
        using var server = await RunningServer.ServeWithOpenFilesAsync(_data, OpenFiles);
        using var honest = new RawCaller(server.Url);
        await honest.AskAsync("/api/v2/batches", server.Key);
        List<RawCaller> strangers = [];
        try
        {
            for (var i = 0; i < Silent / 2; i++)
            {
                strangers.Add(new RawCaller(server.Url));
                await strangers[i].AskAsync("/healthz/live", null);
            }

            await FreshAsync(server, "/healthz/live", null);
            await honest.AskAsync("/api/v2/batches", server.Key);

            // A quarter of what 1,024 files leave after the reserve of 512.
            await Eventually.TrueAsync(() => Task.FromResult(strangers.Count(s => s.IsOpen) <= 128));
        }
        finally
        {
            strangers.ForEach(s => s.Dispose());
        }
    }

    [Fact]
    public async Task KeyedConnectionsTakeAll_HealthStillAnswersAndFurtherCallsGet503()
    {
        using var server = await RunningServer.ServeAsync(_data, ("Gateway__MaxConcurrentConnections", "40"));
        List<RawCaller> keyed = [];
        try
        {
            // An eighth of 40 is reserved.
            for (var i = 0; i < 35; i++)
            {
                keyed.Add(new RawCaller(server.Url));
                await keyed[i].AskAsync("/api/v2/batches", server.Key);
            }

            for (var i = 0; i < 20; i++)
            {
                await FreshAsync(server, "/healthz/live", null);
                using var refused = new RawCaller(server.Url);
                var answer = await refused.ExchangeAsync("/api/v2/batches", server.Key);
                answer.ShouldStartWith("HTTP/1.1 503");
                answer.ShouldContain("Retry-After: 1");
                answer.ShouldContain("as many connections as it can have");
            }

            keyed[0].Dispose();
            keyed[1].Dispose();
            await Eventually.TrueAsync(async () =>
            {
                await FreshAsync(server, "/api/v2/batches", server.Key);
                return true;
            });
        }
        finally
        {
            keyed.ForEach(k => k.Dispose());
        }
    }

    // A machine that needs a second for a call without a flood needs more with one.
    private static async Task<TimeSpan> UsualAsync(RunningServer server)
    {
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < 20; i++)
        {
            var took = await FreshAsync(server, "/api/v2/batches", server.Key);
            slowest = i > 0 && took > slowest ? took : slowest; // the first one loads the code that a call needs
        }

        return slowest * 3 > Promptly ? slowest * 3 : Promptly;
    }

    private async Task FloodAsync(int port)
    {
        for (var i = 0; i < Silent; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _flood.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, port);
        }
    }

    /// <returns>The duration of a call on its own connection.</returns>
    private static async Task<TimeSpan> FreshAsync(RunningServer server, string path, string? key)
    {
        using var caller = new RawCaller(server.Url);
        return await caller.AskAsync(path, key);
    }

    private static bool IsOpen(Socket socket) => !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);
}
