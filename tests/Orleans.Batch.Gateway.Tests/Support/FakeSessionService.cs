using System.Collections.Concurrent;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>Sessions in memory.</summary>
internal sealed class FakeSessionService : ISessionService
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private int _made;

    public int Begun { get; private set; }

    public Exception? Fault { get; set; }

    public void Reset()
    {
        _sessions.Clear();
        (Begun, Fault) = (0, null);
    }

    public ValueTask<NewSession?> BeginAsync(string secret, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        Begun++;
        if (Fault is not null)
        {
            throw Fault;
        }

        if (secret != FakeService.Key)
        {
            return new((NewSession?)null);
        }

        var made = new NewSession(new Session(FakeService.Project, "acme & sons", "test-key", FakeService.Now + lifetime), $"token-{++_made}");
        _sessions[made.Token] = made.Session;
        return new(made);
    }

    public ValueTask<Session?> FindAsync(string token, CancellationToken cancellationToken) =>
        Fault is null ? new(_sessions.GetValueOrDefault(token)) : throw Fault;

    public ValueTask EndAsync(string token, CancellationToken cancellationToken)
    {
        _sessions.TryRemove(token, out _);
        return default;
    }
}
