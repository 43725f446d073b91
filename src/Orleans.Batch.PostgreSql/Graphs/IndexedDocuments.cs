using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>What the search index has for the words of a query.</summary>
/// <param name="Uuids">The best documents.</param>
/// <param name="WordCounts">In how many documents each of the first words is, at least.</param>
internal sealed record IndexedDocuments(Guid[] Uuids, long[] WordCounts)
{
    public static IndexedDocuments None { get; } = new([], []);

    /// <summary>The rows of <see cref="SearchSql.Documents"/>: a document, or the counts.</summary>
    public static (Guid? Document, long[]? Counts) Read(NpgsqlDataReader r) =>
        (r.Maybe<Guid>(0), r.IsDBNull(1) ? null : r.GetFieldValue<long[]>(1));

    public static IndexedDocuments FromRows(IReadOnlyList<(Guid? Document, long[]? Counts)> rows) => new(
        [.. rows.Where(r => r.Document is not null).Select(r => r.Document!.Value)],
        rows.FirstOrDefault(r => r.Counts is not null).Counts ?? []);
}
