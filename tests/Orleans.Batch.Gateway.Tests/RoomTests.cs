using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>New connections while the maximum is open.</summary>
public sealed class RoomTests
{
    // Ends what hangs; it is not an assertion.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(3);

    private readonly ClientConnections _connections;

    public RoomTests()
    {
        var options = Options.Create(new BatchGatewayOptions { MaxConcurrentConnections = 2, MaxUnauthenticatedConnections = 2, MaxUnauthenticatedConnectionsPerAddress = 2 });
        _connections = new ClientConnections(options, new TrustedProxies(options), TimeProvider.System, NullLogger<ClientConnections>.Instance);
    }

    [Fact]
    public async Task Room_WithAPlaceFree_IsThereAtOnce()
    {
        Open(busy: true);

        var room = _connections.WaitForRoomAsync(CancellationToken.None);

        room.IsCompleted.ShouldBeTrue();
        await room;
    }

    [Fact]
    public async Task Room_WhenAllServeRequests_IsThereOnceOneLeaves()
    {
        var first = Open(busy: true);
        Open(busy: true);

        var room = _connections.WaitForRoomAsync(CancellationToken.None);
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        room.IsCompleted.ShouldBeFalse();
        _connections.Leave(first.Connection);

        await room.WaitAsync(MaxWait);
    }

    [Fact]
    public async Task Room_WhenOneIsIdleWithoutAKey_IsMadeByEndingIt()
    {
        var idle = Open(busy: false);
        var busy = Open(busy: true);

        var room = _connections.WaitForRoomAsync(CancellationToken.None);

        await idle.Ended.WaitAsync(MaxWait);
        busy.Ended.IsCompleted.ShouldBeFalse();
        _connections.Leave(idle.Connection);
        await room.WaitAsync(MaxWait);
    }

    [Fact]
    public async Task Room_WhenListeningEnds_IsNoLongerWaitedFor()
    {
        Open(busy: true);
        Open(busy: true);
        using var unbound = new CancellationTokenSource();

        var room = _connections.WaitForRoomAsync(unbound.Token);
        await unbound.CancelAsync();

        await room.WaitAsync(MaxWait);
    }

    private (ClientConnection Connection, Task Ended) Open(bool busy)
    {
        var transport = new DefaultConnectionContext();
        var connection = new ClientConnection(transport, _connections);
        _connections.Accept();
        _connections.Enter(connection);
        if (busy)
        {
            connection.BeginRequest();
        }

        var ended = new TaskCompletionSource();
        transport.ConnectionClosed.Register(ended.SetResult);
        return (connection, ended.Task);
    }
}
