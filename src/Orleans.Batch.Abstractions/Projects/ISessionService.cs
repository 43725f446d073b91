namespace Orleans.Batch;

/// <summary>
/// Sessions of people who signed in with an API key. They are kept where the keys are, so that every gateway knows them,
/// and end with their key.
/// </summary>
public interface ISessionService
{
    /// <summary>
    /// Begins a session; null for an unknown or revoked key. A key has at most fifty sessions: one more ends the oldest.
    /// </summary>
    /// <param name="secret">The key.</param>
    /// <param name="lifetime">How long the session lasts, used or not.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<NewSession?> BeginAsync(string secret, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>The session that a token belongs to; null when there is none, it is over, or its key was revoked.</summary>
    ValueTask<Session?> FindAsync(string token, CancellationToken cancellationToken);

    /// <summary>Ends a session. Ending one that does not exist changes nothing.</summary>
    ValueTask EndAsync(string token, CancellationToken cancellationToken);
}

/// <summary>A signed-in session.</summary>
/// <param name="Project">The project of the key.</param>
/// <param name="ProjectName">That project's name.</param>
/// <param name="KeyPrefix">The first characters of the key, to recognize it.</param>
/// <param name="ExpiresAt">When the session ends.</param>
public sealed record Session(ProjectId Project, string ProjectName, string KeyPrefix, DateTimeOffset ExpiresAt);

/// <summary>A new session with its token, which is known only at this moment.</summary>
/// <param name="Session">The session.</param>
/// <param name="Token">256 random bits as letters, digits, <c>-</c> and <c>_</c>; only a hash of it is stored.</param>
public sealed record NewSession(Session Session, string Token);
