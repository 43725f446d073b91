using System.Globalization;
using Npgsql;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>The instructions of projects and graphs.</summary>
internal sealed class InstructionStore(Database database) : IInstructionStore
{
    private const string Select =
        "SELECT name, content FROM instruction WHERE project_key = $1 AND kind = $2 AND graph_key = $3 ORDER BY name";

    private const string SelectForGraph =
        """
        SELECT name, content FROM instruction
        WHERE project_key = $1 AND kind = $2 AND graph_key = (
            SELECT max(graph_key) FROM instruction WHERE project_key = $1 AND kind = $2 AND graph_key IN (0, $3))
        ORDER BY name
        """;

    private const string Upsert =
        """
        INSERT INTO instruction (project_key, kind, graph_key, name, content)
        SELECT $1, $2, g.graph_key, i.name, i.content FROM unnest($3::bigint[]) g(graph_key), unnest($4::text[], $5::text[]) i(name, content)
        ON CONFLICT (project_key, kind, graph_key, name) DO UPDATE SET content = excluded.content
        """;

    private const string CountMost =
        """
        SELECT coalesce(max(n), 0) FROM (
            SELECT count(*) AS n FROM instruction WHERE project_key = $1 AND kind = $2 AND graph_key = ANY($3) GROUP BY graph_key) c
        """;

    private const string Delete =
        """
        DELETE FROM instruction
        WHERE project_key = $1 AND kind = $2 AND graph_key = ANY($3) AND (cardinality($4::text[]) = 0 OR name = ANY($4))
        """;

    /// <summary>The instructions that apply to a graph: its own if it has any, otherwise those of its project.</summary>
    public static ValueTask<List<Instruction>> ReadForGraphAsync(
        NpgsqlConnection connection, long projectKey, InstructionKind kind, long graphKey, CancellationToken cancellationToken) =>
        connection.Statement(SelectForGraph, projectKey, (short)kind, graphKey).RowsAsync(Read, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Instruction>?> FindInstructionsAsync(
        ProjectId project, InstructionKind kind, GraphTarget? target, CancellationToken cancellationToken) =>
        target is { } graph
            ? database.ReadGraphAsync<IReadOnlyList<Instruction>>(
                project, graph, async scope => await ReadAsync(project, kind, scope.Key, cancellationToken), cancellationToken)
            : StoreFaults.Translate<IReadOnlyList<Instruction>?>(
                async () => await ReadAsync(project, kind, DeclarationScope.WholeProject, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask AddInstructionsAsync(
        ProjectId project,
        InstructionKind kind,
        OntologyScope scope,
        IReadOnlyList<Instruction> instructions,
        CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async connection =>
            {
                var targets = await DeclarationScope.HoldAsync(connection, project, scope, cancellationToken);
                await UpsertAsync(connection, project, kind, targets, instructions, cancellationToken);
                var most = await connection
                    .Statement(CountMost, project.Value, (short)kind, targets).RowAsync(r => r.GetInt64(0), cancellationToken);
                return most <= Limits.Instructions ? most : throw BatchServiceException.Invalid(ErrorCodes.TooMany, string.Create(
                    CultureInfo.InvariantCulture, $"a project, graph or user may have at most {Limits.Instructions} instructions; delete some first"));
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SetInstructionsAsync(
        ProjectId project,
        InstructionKind kind,
        OntologyScope scope,
        IReadOnlyList<Instruction> instructions,
        CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async connection =>
            {
                var targets = await DeclarationScope.HoldAsync(connection, project, scope, cancellationToken);
                await connection
                    .Statement(Delete, project.Value, (short)kind, targets, Array.Empty<string>()).RunAsync(cancellationToken);
                return await UpsertAsync(connection, project, kind, targets, instructions, cancellationToken);
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DeleteInstructionsAsync(
        ProjectId project, InstructionKind kind, OntologyScope scope, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async connection =>
            {
                var targets = await DeclarationScope.HoldAsync(connection, project, scope, cancellationToken);
                return await connection
                    .Statement(Delete, project.Value, (short)kind, targets, names.ToArray()).RunAsync(cancellationToken);
            },
            cancellationToken);

    // The last of a name counts, as if they came one by one.
    private static ValueTask<int> UpsertAsync(
        WriteTransaction connection,
        ProjectId project,
        InstructionKind kind,
        long[] targets,
        IReadOnlyList<Instruction> instructions,
        CancellationToken cancellationToken)
    {
        var last = instructions.ToLookup(i => i.Name).Select(g => g.Last()).ToList();
        return connection
            .Statement(Upsert, project.Value, (short)kind, targets, last.Select(i => i.Name).ToArray(), last.Select(i => i.Text).ToArray())
            .RunAsync(cancellationToken);
    }

    private ValueTask<List<Instruction>> ReadAsync(
        ProjectId project, InstructionKind kind, long graphKey, CancellationToken cancellationToken) =>
        database.Requests
            .Statement(Select, project.Value, (short)kind, graphKey)
            .RowsAsync(Read, cancellationToken);

    private static Instruction Read(NpgsqlDataReader r) => new(r.GetString(0), r.GetString(1));
}
