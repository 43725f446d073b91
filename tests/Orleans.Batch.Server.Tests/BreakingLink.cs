using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Orleans.Batch.Server.Tests;

/// <summary>
/// A connection to PostgreSQL that breaks every other of its first connections with the first statement on it, so that each step
/// of a start loses one and gets one that works.
/// </summary>
internal sealed class BreakingLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly NpgsqlConnectionStringBuilder _database;
    private readonly int _broken;
    private readonly Task _accepting;
    private int _used;
    private int _cut;

    public BreakingLink(NpgsqlConnectionStringBuilder database, int broken)
    {
        (_database, _broken) = (database, broken);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The number of broken connections.</summary>
    public int Broken => Volatile.Read(ref _cut);

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_database.ConnectionString)
    {
        Host = IPAddress.Loopback.ToString(),
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptSocketAsync(_stopping.Token);
            _ = PassOnAsync(client);
        }
    }

    private async Task PassOnAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            try
            {
                await server.ConnectAsync(new UnixDomainSocketEndPoint($"{_database.Host}/.s.PGSQL.5432"), _stopping.Token);
                await await Task.WhenAny(PumpAsync(client, server, IsToBreak), PumpAsync(server, client, static () => false));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // One side is closed; the other is closed now.
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Func<bool> breaks)
    {
        var bytes = new byte[64 * 1024];
        var isUsed = false;
        while (await from.ReceiveAsync(bytes, _stopping.Token) is > 0 and var count)
        {
            // P, Parse: the first of the messages with a statement.
            if (!isUsed && bytes[0] == (byte)'P')
            {
                isUsed = true;
                if (breaks())
                {
                    return;
                }
            }

            await to.SendAsync(bytes.AsMemory(0, count), _stopping.Token);
        }
    }

    private bool IsToBreak()
    {
        var number = Interlocked.Increment(ref _used);
        var breaks = number % 2 == 1 && number < 2 * _broken;
        if (breaks)
        {
            Interlocked.Increment(ref _cut);
        }

        return breaks;
    }
}
