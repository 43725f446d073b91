using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.Server.Health;

/// <summary>Ready while the database answers and the process is not ending.</summary>
internal sealed class ServerHealth(Database database, IHostApplicationLifetime lifetime) : IServiceHealth
{
    public async ValueTask<IReadOnlyList<string>> GetReasonsNotReadyAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return ["the server is stopping"];
        }

        try
        {
            await using var connection = await database.Background.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync(cancellationToken);
            return [];
        }
        catch (NpgsqlException)
        {
            // Not its message: this answer needs no key, and addresses and users are nobody's business.
            return ["the database does not answer"];
        }
    }
}
