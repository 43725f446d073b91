using Npgsql;
using Orleans.Batch.Embeddings;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Embeddings;

/// <summary>Vectors of episodes in blocks.</summary>
internal sealed class EmbeddingStore(Database database) : IEmbeddingStore
{
    private const string Blocks =
        """
        SELECT p.through, b.first_number, b.version
        FROM embedding_progress p LEFT JOIN embedding_block b USING (graph_key, model)
        WHERE p.graph_key = $1 AND p.model = $2
        """;

    private const string Read =
        """
        SELECT first_number, version, episode_uuids, vectors FROM embedding_block
        WHERE graph_key = $1 AND model = $2 AND first_number = ANY($3)
        """;

    private readonly MissingEmbeddingReader _missing = new(database);

    /// <inheritdoc/>
    public ValueTask<MissingEmbeddings> FindMissingAsync(
        string model, int limit, int maxGraphEpisodes, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => _missing.FindAsync(model, limit, maxGraphEpisodes, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask StoreAsync(string model, IReadOnlyList<EmbeddedTail> tails, CancellationToken cancellationToken) =>
        await database.Background.TransactAsync(
            async connection =>
            {
                await connection.Statement(ProbeOnly.Set).RunAsync(cancellationToken);
                foreach (var tail in tails.OrderBy(t => t.Tail.GraphKey))
                {
                    await EmbeddingWriter.WriteAsync(connection, model, tail, cancellationToken);
                }

                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoredEmbeddings?> FindBlocksAsync(long graphKey, string model, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var rows = await database.Searches
                .Statement(Blocks, graphKey, model)
                .RowsAsync(r => (Through: r.GetInt64(0), First: r.Maybe<long>(1), Version: r.Maybe<long>(2)), cancellationToken);
            return rows.Count == 0
                ? null
                : new StoredEmbeddings(
                    rows[0].Through,
                    [.. rows.Where(r => r.First is not null).Select(r => new BlockVersion(r.First!.Value, r.Version!.Value))]);
        });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EmbeddingBlock>> ReadBlocksAsync(
        long graphKey, string model, IReadOnlyList<long> firstNumbers, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () => (IReadOnlyList<EmbeddingBlock>)await database.Searches
            .Statement(Read, graphKey, model, firstNumbers.ToArray())
            .RowsAsync(ReadBlock, cancellationToken));

    private static EmbeddingBlock ReadBlock(NpgsqlDataReader r) => new(
        new BlockVersion(r.GetInt64(0), r.GetInt64(1)), r.GetFieldValue<Guid[]>(2), r.GetFieldValue<byte[]>(3));
}
