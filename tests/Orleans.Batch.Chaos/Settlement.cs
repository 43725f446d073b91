using System.Diagnostics;
using Npgsql;
using Orleans.Batch.Chaos.Api;
using Orleans.Batch.Chaos.Model;
using Orleans.Batch.Chaos.Sites;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.Chaos;

/// <summary>Completes a run: resumes paused batches, and waits until no work is pending.</summary>
public sealed class Settlement(ChaosSite site, ApiClient api, History history)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(300);

    private const string OnItsWay =
        """
        SELECT concat_ws(', ',
            (SELECT count(*) || ' batches unfinished' FROM batch WHERE status IN (1, 2) HAVING count(*) > 0),
            (SELECT count(*) || ' live writes' FROM realtime_item HAVING count(*) > 0),
            (SELECT count(*) || ' graphs to purge' FROM graph_purge HAVING count(*) > 0),
            (SELECT count(*) || ' episodes to remove' FROM episode_removal HAVING count(*) > 0),
            (SELECT count(*) || ' messages to deliver' FROM webhook_delivery WHERE state = 0 HAVING count(*) > 0))
        """;

    /// <summary>Waits. Work that is still pending after the limit is a violation.</summary>
    public async Task WaitAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var records = history.Batches.Where(b => b.Id is not null).ToLookup(b => b.Id!.Value);
        var settings = new NpgsqlConnectionStringBuilder(site.Postgres.ConnectionString) { SearchPath = Database.SchemaName, Pooling = false };
        while (true)
        {
            var left = await TryAsync(settings.ConnectionString, records);
            if (left.Length == 0)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(began) > MaxWait)
            {
                history.Violate(ViolationKind.Status, $"{MaxWait} after the last call there were still: {left}");
                return;
            }

            await Task.Delay(Poll);
        }
    }

    private async Task<string> TryAsync(string connectionString, ILookup<Guid, BatchRecord> records)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            foreach (var id in await PausedAsync(connection))
            {
                await ResumeAsync(id, records[id].FirstOrDefault());
            }

            await using var command = new NpgsqlCommand(OnItsWay, connection);
            return (string)(await command.ExecuteScalarAsync())!;
        }
        catch (NpgsqlException e)
        {
            return e.Message;
        }
    }

    private static async Task<List<Guid>> PausedAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT batch_uuid FROM batch WHERE paused_at IS NOT NULL AND status IN (1, 2)", connection);
        await using var row = await command.ExecuteReaderAsync();
        var paused = new List<Guid>();
        while (await row.ReadAsync())
        {
            paused.Add(row.GetGuid(0));
        }

        return paused;
    }

    private async Task ResumeAsync(Guid id, BatchRecord? record)
    {
        var resume = new Write(Calls.Resume, history.NextMarker(), null);
        record?.Changing(resume);
        var answer = await api.SendAsync(Calls.Resume, ApiRequest.Post($"batches/{id}/resume"), null, CancellationToken.None);
        resume.Tried(answer.Attempt);
    }
}
