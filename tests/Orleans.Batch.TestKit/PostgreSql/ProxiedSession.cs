using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Batch.TestKit.PostgreSql;

/// <summary>One connection through <see cref="CommitDroppingProxy"/>.</summary>
internal sealed class ProxiedSession(Socket client, Func<ProxiedSession, ObservedCommit, CommitFault?> decide) : IDisposable
{
    private const int HeaderLength = 5;
    private const int NoCycle = int.MaxValue;

    // Messages that a client may send instead of a startup message.
    private const int CancelRequest = 80877102;
    private const int SslRequest = 80877103;
    private const int GssEncryptionRequest = 80877104;

    private readonly NetworkStream _client = new(client, ownsSocket: false);
    private Socket? _server;

    // A cycle is what the server answers with ReadyForQuery. Answers from this one on do not reach the client.
    private volatile int _withheldFrom = NoCycle;
    private volatile bool _resets;

    /// <summary>Resets the connections to both sides.</summary>
    public void Cut()
    {
        Reset(client);
        Reset(_server);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        client.Dispose();
        _server?.Dispose();
    }

    /// <summary>Passes messages on until one side closes.</summary>
    public async Task RunAsync(EndPoint database, CancellationToken cancellationToken)
    {
        var fromClient = new WireMessageReader(_client);
        var startup = await ReadStartupAsync(fromClient, cancellationToken);
        if (startup.Length == 0)
        {
            return;
        }

        _server = database.AddressFamily == AddressFamily.Unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        await _server.ConnectAsync(database, cancellationToken);
        await using var server = new NetworkStream(_server);
        await server.WriteAsync(startup, cancellationToken);
        if (CodeOf(startup) == CancelRequest)
        {
            return;
        }

        var tracker = new TransactionTracker(ReadParameter(startup, "application_name"));
        await await Task.WhenAny(
            PassRequestsAsync(fromClient, server, tracker, cancellationToken), PassAnswersAsync(server, cancellationToken));
    }

    private async Task<byte[]> ReadStartupAsync(WireMessageReader fromClient, CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = (await fromClient.ReadAsync(isTyped: false, cancellationToken)).ToArray();
            if (message.Length == 0 || CodeOf(message) is not (SslRequest or GssEncryptionRequest))
            {
                return message;
            }

            await _client.WriteAsync("N"u8.ToArray(), cancellationToken);
        }
    }

    private async Task PassRequestsAsync(
        WireMessageReader fromClient, Stream server, TransactionTracker tracker, CancellationToken cancellationToken)
    {
        await using var buffered = new BufferedStream(server, 65_536);
        var cycles = 0;
        while (await fromClient.ReadAsync(isTyped: true, cancellationToken) is { Length: > 0 } message)
        {
            var type = (char)message.Span[0];
            if (tracker.Observe(type, message.Span[HeaderLength..]) is { } commit && decide(this, commit) is { } fault)
            {
                await buffered.FlushAsync(cancellationToken);
                if (fault == CommitFault.CommitLost)
                {
                    Cut();
                    return;
                }

                if (fault == CommitFault.CommitHeld)
                {
                    // The server does not learn of the client's end either.
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                }

                _resets = fault == CommitFault.AnswerLost;
                _withheldFrom = cycles;
            }

            await buffered.WriteAsync(message, cancellationToken);
            cycles += type is 'Q' or 'S' ? 1 : 0;
            if (!fromClient.HasMessage)
            {
                await buffered.FlushAsync(cancellationToken);
            }
        }
    }

    private async Task PassAnswersAsync(Stream server, CancellationToken cancellationToken)
    {
        await using var buffered = new BufferedStream(_client, 65_536);
        var reader = new WireMessageReader(server);
        var cycle = -1; // the first ReadyForQuery answers the startup message
        while (await reader.ReadAsync(isTyped: true, cancellationToken) is { Length: > 0 } message)
        {
            var isReady = message.Span[0] == 'Z';
            if (cycle < _withheldFrom)
            {
                await buffered.WriteAsync(message, cancellationToken);
            }
            else if (isReady && _resets)
            {
                Cut();
                return;
            }

            cycle += isReady ? 1 : 0;
            if (!reader.HasMessage)
            {
                await buffered.FlushAsync(cancellationToken);
            }
        }
    }

    private static int CodeOf(ReadOnlySpan<byte> startup) => BinaryPrimitives.ReadInt32BigEndian(startup[sizeof(int)..]);

    // Names and values alternate, each followed by a NUL.
    private static string ReadParameter(ReadOnlySpan<byte> startup, string name)
    {
        var texts = Encoding.UTF8.GetString(startup[(2 * sizeof(int))..]).Split('\0');
        var index = Array.IndexOf(texts, name);
        return index < 0 ? "" : texts[index + 1];
    }

    private static void Reset(Socket? socket)
    {
        if (socket is null)
        {
            return;
        }

        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The socket is closed already, or a Unix socket, which has no such option.
        }

        socket.Dispose();
    }
}
