using Npgsql;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>The properties of a batch that ingestion needs; fixed once it is sealed.</summary>
internal sealed record BatchFacts(
    long ProjectKey,
    short ProjectWeight,
    short Priority,
    ExtractionMode Extraction,
    bool ExtractsStored,
    bool Replaces,
    RoleType[] IgnoreRoles,
    bool StrictOntology,
    DateTimeOffset ProcessedAt,
    string? TraceParent)
{
    /// <summary>The cost of its items, as observed in this process.</summary>
    public ItemSizeEstimator Weights { get; } = new();
}

/// <summary>Caches the facts of recent batches, so that fifty thousand lanes of one batch read them once.</summary>
internal sealed class BatchFactsCache(NpgsqlDataSource source)
{
    private const int MaxBatches = 1_000;

    private readonly Dictionary<long, BatchFacts> _known = [];

    /// <summary>Returns the facts of these batches; a batch that is gone is left out. Not for concurrent use.</summary>
    public async ValueTask<IReadOnlyDictionary<long, BatchFacts>> GetAsync(
        IEnumerable<long> batchKeys, CancellationToken cancellationToken)
    {
        var missing = batchKeys.Where(k => !_known.ContainsKey(k)).Distinct().ToArray();
        if (missing.Length == 0)
        {
            return _known;
        }

        if (_known.Count > MaxBatches)
        {
            _known.Clear();
            missing = [.. batchKeys.Distinct()];
        }

        await using var command = source.CreateCommand(
            """
            SELECT b.batch_key, b.extraction, b.ignore_roles, b.processed_at, b.trace_parent, p.project_key, p.weight, b.priority, b.extracts_stored,
                   coalesce(b.strict_ontology, false), b.replaces
            FROM batch b JOIN project p USING (project_key) WHERE b.batch_key = ANY($1)
            """);
        command.Parameters.Add(new() { Value = missing });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            _known[row.GetInt64(0)] = new BatchFacts(
                row.GetInt64(5),
                row.GetInt16(6),
                row.GetInt16(7),
                (ExtractionMode)row.GetInt16(1),
                row.GetBoolean(8),
                row.GetBoolean(10),
                row.IsDBNull(2) ? [] : Array.ConvertAll(row.GetFieldValue<short[]>(2), r => (RoleType)r),
                row.GetBoolean(9),
                row.GetFieldValue<DateTimeOffset>(3),
                row.IsDBNull(4) ? null : row.GetString(4));
        }

        return _known;
    }
}
