using System.Globalization;
using Npgsql;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// Creates the destinations of one call in three round trips, however many they are. Rows of each table are inserted in the
/// order of their ids, so calls with ids in common wait for one another and never in a circle.
/// </summary>
internal static class DestinationCreation
{
    public static async ValueTask<IdempotentResult<CreatedDestinations>> RunAsync(
        WriteTransaction connection,
        ProjectId project,
        NewDestinations destinations,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        if (await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is { } recorded)
        {
            return new(FromRecord(recorded), Replayed: true);
        }

        var import = destinations.ImportId is { } importId ? await ImportLock.ShareAsync(connection, project, importId, cancellationToken) : null;
        import?.RequireNotCanceled("it cannot create destinations");
        import?.RequireNotUndone("it cannot create destinations");
        await DestinationAdoption.RunAsync(connection, project, destinations, import?.Key, cancellationToken);
        var problems = new ProblemList();
        var users = await UserInsertion.PrepareAsync(connection, project, destinations.Users, problems, cancellationToken);
        var threads = new ThreadInsertion(destinations.Threads);
        await using var batch = connection.Batch();
        AddAll(batch, users.Command(project, import?.Key), GraphInsertion.Command(project, destinations.Graphs, import?.Key));
        AddAll(batch, threads.Commands(project, import?.Key));
        var created = new DestinationCounts(0, 0, 0);
        if (batch.BatchCommands.Count > 0)
        {
            await using var reader = await connection.ReadAsync(batch, cancellationToken);
            created = new(
                users.Count == 0 ? 0 : await CountAsync(reader, cancellationToken),
                destinations.Graphs.Count == 0 ? 0 : await CountAsync(reader, cancellationToken),
                destinations.Threads.Count == 0 ? 0 : await CountAsync(reader, cancellationToken));
            await threads.ReadProblemsAsync(reader, problems, cancellationToken);
        }

        if (problems.Count > 0)
        {
            throw DestinationRules.Refuse(problems);
        }

        var result = new CreatedDestinations(
            created,
            new(
                destinations.Users.Count - created.Users,
                destinations.Graphs.Count - created.Graphs,
                destinations.Threads.Count - created.Threads));
        await KeyedCall.RecordAsync(connection, project, key, () => ToRecord(result), cancellationToken);
        return new(result, Replayed: false);
    }

    /// <summary>The positions of ids in the order in which their rows are inserted; equal ids keep theirs.</summary>
    public static int[] Order(IEnumerable<string> ids) =>
        [.. ids.Select(static (id, i) => (id, i)).OrderBy(static e => e.id, StringComparer.Ordinal).Select(static e => e.i)];

    private static void AddAll(NpgsqlBatch batch, params ReadOnlySpan<NpgsqlBatchCommand?> statements)
    {
        foreach (var statement in statements)
        {
            if (statement is not null)
            {
                batch.BatchCommands.Add(statement);
            }
        }
    }

    private static async ValueTask<int> CountAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        var count = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        return (int)count;
    }

    private static string ToRecord(CreatedDestinations result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Created.Users} {result.Created.Graphs} {result.Created.Threads} {result.Existing.Users} {result.Existing.Graphs} {result.Existing.Threads}");

    private static CreatedDestinations FromRecord(string record)
    {
        var counts = Array.ConvertAll(record.Split(' '), static n => int.Parse(n, CultureInfo.InvariantCulture));
        return new(new(counts[0], counts[1], counts[2]), new(counts[3], counts[4], counts[5]));
    }
}
