using System.Buffers.Text;
using System.Security.Cryptography;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Projects;

/// <summary>Sessions in the database, found by the hash of their token. Nothing is cached: one probe of a small table.</summary>
/// <param name="database">The database.</param>
public sealed class SessionStore(Database database) : ISessionService
{
    /// <summary>How many sessions a key may have at once.</summary>
    public const int MaxPerKey = 50;

    private const int TokenBytes = 32;
    private const int TokenLength = 43;

    // Each new session removes some expired ones, so that no other component has to.
    private const string Sweep =
        """
        DELETE FROM sign_in WHERE token_hash IN (
            SELECT token_hash FROM sign_in WHERE expires_at <= sql_now() ORDER BY expires_at LIMIT 100)
        """;

    private const string Insert =
        """
        INSERT INTO sign_in (token_hash, key_id, expires_at)
        SELECT $2, k.key_id, sql_now() + $3
        FROM api_key k WHERE k.secret_hash = $1 AND k.revoked_at IS NULL
        RETURNING key_id, expires_at
        """;

    private const string Trim =
        """
        DELETE FROM sign_in WHERE token_hash IN (
            SELECT token_hash FROM sign_in WHERE key_id = $1 ORDER BY created_at DESC, token_hash OFFSET $2)
        """;

    private const string Select =
        """
        SELECT k.project_key, p.name, k.prefix, s.expires_at
        FROM sign_in s JOIN api_key k USING (key_id) JOIN project p USING (project_key)
        WHERE s.token_hash = $1 AND s.expires_at > sql_now() AND k.revoked_at IS NULL
        """;

    /// <inheritdoc/>
    public async ValueTask<NewSession?> BeginAsync(string secret, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (secret.Length is 0 or > KeySecret.MaxLength)
        {
            return null;
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        return await ServiceGuard.RunAsync(() => database.WriteAsync<NewSession?>(
            async connection =>
            {
                var begun = await connection.Statement(Insert, KeySecret.Hash(secret), KeySecret.Hash(token), lifetime)
                    .RowAsync(r => (Key: r.GetGuid(0), Found: true), cancellationToken);
                if (!begun.Found)
                {
                    return null;
                }

                await connection.Statement(Sweep).RunAsync(cancellationToken);
                await connection.Statement(Trim, begun.Key, MaxPerKey).RunAsync(cancellationToken);
                var session = await connection.Statement(Select, KeySecret.Hash(token)).RowAsync(Read, cancellationToken);
                return session is null ? null : new NewSession(session, token);
            },
            cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<Session?> FindAsync(string token, CancellationToken cancellationToken) =>
        token.Length != TokenLength
            ? null
            : await ServiceGuard.RunAsync(() => StoreFaults.Translate(
                () => database.Requests.Statement(Select, KeySecret.Hash(token)).RowAsync(Read, cancellationToken)));

    /// <inheritdoc/>
    public async ValueTask EndAsync(string token, CancellationToken cancellationToken) =>
        await ServiceGuard.RunAsync(() => database.WriteAsync(
            connection => connection
                .Statement("DELETE FROM sign_in WHERE token_hash = $1", KeySecret.Hash(token))
                .RunAsync(cancellationToken),
            cancellationToken));

    private static Session Read(Npgsql.NpgsqlDataReader r) =>
        new(new ProjectId(r.GetInt64(0)), r.GetString(1), r.GetString(2), r.Instant(3));
}
