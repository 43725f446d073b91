using Npgsql;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Facts;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>Adds what is declared for graphs to the heads of their queues, where facts are extracted.</summary>
internal sealed class RealtimeVocabularies(NpgsqlDataSource source, ContentModes contentModes)
{
    private readonly VocabularyQuery _vocabularies = new(source);

    public async ValueTask<RealtimeHead?[]> CompleteAsync(
        NpgsqlConnection connection, RealtimeHead?[] heads, CancellationToken cancellationToken)
    {
        var extracted = heads
            .Where(h => h?.Chunk is { } chunk && contentModes.All.Contains(chunk.Extraction))
            .Select(h => h!.GraphKey)
            .ToList();
        if (extracted.Count == 0)
        {
            return heads;
        }

        List<DeclaredGraph> declared;
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.BatchCommands.Add(VocabularyQuery.Command(extracted));
            await using var row = await batch.ExecuteReaderAsync(cancellationToken);
            declared = await VocabularyQuery.ReadAsync(row, cancellationToken);
        }

        var vocabularies = await _vocabularies.CompleteAsync(declared, cancellationToken);
        return [.. heads.Select(h => h is { Chunk: { } chunk } && vocabularies.TryGetValue(h.GraphKey, out var vocabulary)
            ? h with { Chunk = chunk with { Vocabulary = vocabulary } }
            : h)];
    }
}
