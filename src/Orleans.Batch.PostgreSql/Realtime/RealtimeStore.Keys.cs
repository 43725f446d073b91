using Npgsql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.PostgreSql.Realtime;

public sealed partial class RealtimeStore
{
    private static async ValueTask<AcceptedCall?> AcceptOnceAsync(
        WriteTransaction connection, ProjectId project, RealtimeCall call, IdempotencyKey key, CancellationToken cancellationToken)
    {
        if (await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is { } recorded)
        {
            return await FindEarlierAsync(connection, project, call, recorded, cancellationToken);
        }

        var ids = string.Join(' ', call.Episodes.Select(e => e.Uuid).Prepend(call.TaskId));
        var accepted = await AcceptAsync(connection, project, call, KeyedCall.Record(project, key, ids), cancellationToken);
        if (accepted is null)
        {
            connection.Abandon(); // the record is rolled back, too: nothing was accepted
        }

        return accepted;
    }

    // A task outlives every key, even if its graph is deleted.
    private static async ValueTask<AcceptedCall?> FindEarlierAsync(
        NpgsqlConnection connection, ProjectId project, RealtimeCall call, string recorded, CancellationToken cancellationToken)
    {
        var ids = recorded.Split(' ');
        var task = Guid.Parse(ids[0]);
        var accepted = await connection.Statement(Accepted, task, project.Value).RowAsync(ReadAcceptance, cancellationToken);

        // After a lost answer to the commit this finds the call's own record, not an earlier call.
        return task == call.TaskId ? accepted : accepted! with { Earlier = new EarlierCall(task, [.. ids.Skip(1).Select(Guid.Parse)]) };
    }
}
