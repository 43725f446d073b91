using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Orleans.Batch.TestKit.PostgreSql;

/// <summary>
/// A proxy between a process and PostgreSQL that loses commits or the answers to them. It reads the wire protocol, so
/// faults hit exactly the commits that a test names: COMMIT, and the end of writes outside of a transaction.
/// </summary>
public sealed class CommitDroppingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<ProxiedSession, byte> _sessions = [];
    private readonly CommitFaultPlan _plan = new();
    private readonly NpgsqlConnectionStringBuilder _database;
    private readonly Task _accepting;
    private volatile bool _isCutOff;

    private CommitDroppingProxy(string connectionString)
    {
        _database = new NpgsqlConnectionStringBuilder(connectionString);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The database's connection string through the proxy.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_database.ConnectionString)
    {
        Host = IPAddress.Loopback.ToString(),
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
    }.ConnectionString;

    /// <summary>How many commits were observed so far, failed ones included.</summary>
    public int Commits => _plan.Commits;

    /// <summary>The number of faults given to <see cref="DropNext"/> that have not happened yet.</summary>
    public int Pending => _plan.Pending;

    // A path names the directory of a socket.
    private EndPoint Server => Path.IsPathRooted(_database.Host)
        ? new UnixDomainSocketEndPoint(Path.Combine(_database.Host, FormattableString.Invariant($".s.PGSQL.{_database.Port}")))
        : new DnsEndPoint(_database.Host!, _database.Port);

    /// <summary>Starts a proxy on a free port of the loopback address.</summary>
    /// <param name="connectionString">The database to connect to, by TCP or by a Unix socket, without TLS.</param>
    public static Task<CommitDroppingProxy> StartAsync(string connectionString) =>
        Task.FromResult(new CommitDroppingProxy(connectionString));

    /// <summary>The number of commits that had this fault so far.</summary>
    public int Count(CommitFault fault) => _plan.Count(fault);

    /// <summary>Makes one of the next commits fail, once.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="where">Selects the commits; null: any.</param>
    /// <param name="skip">The number of selected commits that pass before.</param>
    /// <param name="thenCutOff">Whether the database becomes unreachable with the fault; see <see cref="CutOff"/>.</param>
    public void DropNext(CommitFault fault, Func<ObservedCommit, bool>? where = null, int skip = 0, bool thenCutOff = false) =>
        _plan.Add(new(fault, where ?? (static _ => true), skip, thenCutOff));

    /// <summary>
    /// Makes a share of all commits fail from now on, half of them by <see cref="CommitFault.AnswerLost"/>, half by
    /// <see cref="CommitFault.CommitLost"/>.
    /// </summary>
    /// <param name="seed">The seed of the random numbers. The order in which sessions commit has an influence too.</param>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="where">Selects the commits; null: any.</param>
    public void DropRandomly(int seed, double share, Func<ObservedCommit, bool>? where = null) =>
        _plan.Set(new(new Random(seed), share, where ?? (static _ => true)));

    /// <summary>Lets all further commits pass.</summary>
    public void StopDropping() => _plan.Clear();

    /// <summary>Resets all connections and refuses new ones, until <see cref="Restore"/>.</summary>
    public void CutOff() => CutOffExcept(null);

    /// <summary>Accepts connections again after <see cref="CutOff"/>.</summary>
    public void Restore() => _isCutOff = false;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        CutOff();
        _stopping.Dispose();
    }

    internal CommitFault? Decide(ProxiedSession session, ObservedCommit commit)
    {
        var planned = _plan.Decide(commit);
        if (planned is { ThenCutOff: true })
        {
            CutOffExcept(session);
        }

        return planned?.Fault;
    }

    private void CutOffExcept(ProxiedSession? spared)
    {
        _isCutOff = true;
        foreach (var session in _sessions.Keys.Where(s => s != spared))
        {
            session.Cut();
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = ServeAsync(await _listener.AcceptSocketAsync(_stopping.Token));
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var session = new ProxiedSession(client, Decide);
        _sessions.TryAdd(session, 0);
        try
        {
            if (_isCutOff)
            {
                session.Cut();
                return;
            }

            await session.RunAsync(Server, _stopping.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is closed; the other is closed now.
        }
        finally
        {
            _sessions.TryRemove(session, out _);
        }
    }
}
