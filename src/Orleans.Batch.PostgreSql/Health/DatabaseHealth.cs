using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Health;

/// <summary>Ready while the database answers and the process is not ending.</summary>
internal sealed class DatabaseHealth(Database database, IHostApplicationLifetime lifetime) : IServiceHealth
{
    public async ValueTask<IReadOnlyList<string>> GetReasonsNotReadyAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return ["the process is stopping"];
        }

        try
        {
            await using var command = database.Background.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return [];
        }
        catch (Exception e) when (OpenFileLimit.IsReached(e))
        {
            return ["this process can open no more files and connections (ulimit -n)"];
        }
        catch (NpgsqlException)
        {
            // Without the exception's message: this answer needs no key, and must not disclose addresses and users.
            return ["the database does not answer"];
        }
    }
}
