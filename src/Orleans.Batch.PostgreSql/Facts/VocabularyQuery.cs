using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Facts;

/// <summary>
/// Reads what is declared for graphs whose items are about to be extracted. The statement of many graphs goes along with the one
/// that reads their items; declarations, which are large and few, are read when they are new or have changed.
/// </summary>
internal sealed class VocabularyQuery(NpgsqlDataSource source)
{
    private const int MaxDeclarations = 1_000;

    // The declaration of the graph itself comes first: the project's has the key 0.
    private const string Find =
        $"""
        SELECT g.graph_key, u.user_key IS NOT NULL, {UserRows.NameColumns}, o.project_key, o.graph_key, o.updated_at
        FROM unnest($1) q(graph_key)
        CROSS JOIN LATERAL (SELECT graph_key, project_key FROM graph WHERE graph_key = q.graph_key LIMIT 1) g
        LEFT JOIN LATERAL (SELECT * FROM memory_user WHERE graph_key = q.graph_key LIMIT 1) u ON true
        LEFT JOIN LATERAL (
            SELECT project_key, graph_key, updated_at FROM ontology
            WHERE project_key = g.project_key AND graph_key IN (q.graph_key, 0) ORDER BY graph_key DESC LIMIT 1) o ON true
        WHERE u.user_key IS NOT NULL OR o.project_key IS NOT NULL
        """;

    private const string ReadDeclaration =
        "SELECT entity_types, edge_types FROM ontology WHERE project_key = $1 AND graph_key = $2";

    private readonly ConcurrentDictionary<Declaration, DeclaredTypes> _declared = [];

    /// <summary>The statement.</summary>
    public static NpgsqlBatchCommand Command(IEnumerable<long> graphKeys) => new(Find)
    {
        Parameters = { GraphRows.Array(graphKeys.Distinct().ToArray(), NpgsqlDbType.Bigint) },
    };

    /// <summary>Reads its rows. Graphs without a user and without declarations are left out.</summary>
    public static async ValueTask<List<DeclaredGraph>> ReadAsync(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        var graphs = new List<DeclaredGraph>();
        while (await row.ReadAsync(cancellationToken))
        {
            var graphKey = row.GetInt64(0);
            graphs.Add(new(
                graphKey,
                row.GetBoolean(1) ? UserRows.ReadNames(row, 2, graphKey) : null,
                row.IsDBNull(7) ? null : new Declaration(row.GetInt64(7), row.GetInt64(8), row.GetDateTime(9))));
        }

        return graphs;
    }

    /// <summary>The vocabularies of the graphs read; graphs that are not among them have <see cref="GraphVocabulary.Empty"/>.</summary>
    public async ValueTask<Dictionary<long, GraphVocabulary>> CompleteAsync(
        List<DeclaredGraph> graphs, CancellationToken cancellationToken)
    {
        var vocabularies = new Dictionary<long, GraphVocabulary>(graphs.Count);
        foreach (var graph in graphs)
        {
            var types = graph.Declaration is { } declaration ? await ReadTypesAsync(declaration, cancellationToken) : DeclaredTypes.None;
            vocabularies[graph.GraphKey] = new(graph.User, types);
        }

        return vocabularies;
    }

    /// <summary>The vocabularies of graphs whose items are not read along with them.</summary>
    public async ValueTask<Dictionary<long, GraphVocabulary>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<long> graphKeys, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(graphKeys));
        List<DeclaredGraph> declared;
        await using (var row = await batch.ExecuteReaderAsync(cancellationToken))
        {
            declared = await ReadAsync(row, cancellationToken);
        }

        return await CompleteAsync(declared, cancellationToken);
    }

    private async ValueTask<DeclaredTypes> ReadTypesAsync(Declaration declaration, CancellationToken cancellationToken)
    {
        if (_declared.TryGetValue(declaration, out var known))
        {
            return known;
        }

        // A newer declaration may be read under the name of the older one, which no later query will ask for.
        var types = await source
            .Statement(ReadDeclaration, declaration.ProjectKey, declaration.GraphKey)
            .RowAsync(r => DeclaredTypes.FromOntology(OntologyStore.Read(r)), cancellationToken) ?? DeclaredTypes.None;
        if (_declared.Count >= MaxDeclarations)
        {
            _declared.Clear();
        }

        return _declared[declaration] = types;
    }
}

/// <summary>A graph and what is declared for it.</summary>
internal readonly record struct DeclaredGraph(long GraphKey, UserNames? User, Declaration? Declaration);

/// <summary>A version of a declaration of types.</summary>
internal readonly record struct Declaration(long ProjectKey, long GraphKey, DateTime UpdatedAt);
