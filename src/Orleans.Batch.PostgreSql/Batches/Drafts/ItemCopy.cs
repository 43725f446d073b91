using Npgsql;
using NpgsqlTypes;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Writes added items by COPY: the payloads once, and a narrow row for each item.</summary>
internal static class ItemCopy
{
    public static async ValueTask WriteEpisodesAsync(
        NpgsqlConnection connection, ProjectId project, ClaimedItems claimed, SequencePlace place, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            COPY episode_data (episode_uuid, project_key, batch_key, sequence, data_type, role, dated, reference_time,
                               content, speaker, source_description, document_id, metadata) FROM STDIN (FORMAT binary)
            """,
            cancellationToken);
        for (var i = 0; i < claimed.Items.Count; i++)
        {
            var item = claimed.Items[i];
            var isMessage = item.Kind == ItemKind.ThreadMessage;
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(claimed.Episodes[i], NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(project.Value, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(place.BatchKey, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(place.First + i, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync((short)(isMessage ? DataType.Message : item.DataType!.Value), NpgsqlDbType.Smallint, cancellationToken);
            await WriteAsync(copy, isMessage ? (short?)item.Role!.Value : null, cancellationToken);
            await copy.WriteAsync(item.CreatedAt is not null, NpgsqlDbType.Boolean, cancellationToken);
            await copy.WriteAsync(
                (item.CreatedAt ?? place.AddedAt).UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(item.Content, NpgsqlDbType.Text, cancellationToken);
            await WriteAsync(copy, isMessage ? item.Name : null, cancellationToken);
            await WriteAsync(copy, isMessage ? null : item.SourceDescription, cancellationToken);
            await WriteAsync(copy, isMessage ? null : item.DocumentId, cancellationToken);
            await WriteAsync(copy, item.Metadata?.Value, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    public static async ValueTask WriteItemsAsync(
        NpgsqlConnection connection, string table, ClaimedItems claimed, SequencePlace place, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"""
            COPY {table} (batch_key, sequence, episode_uuid, kind, role, destination_kind, destination_id)
            FROM STDIN (FORMAT binary)
            """,
            cancellationToken);
        for (var i = 0; i < claimed.Items.Count; i++)
        {
            var item = claimed.Items[i];
            var destination = Destination.From(item);
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(place.BatchKey, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(place.First + i, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(claimed.Episodes[i], NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync((short)item.Kind, NpgsqlDbType.Smallint, cancellationToken);
            await WriteAsync(copy, (short?)item.Role, cancellationToken);
            await copy.WriteAsync((short)destination.Kind, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync(destination.Id, NpgsqlDbType.Text, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, string? value, CancellationToken cancellationToken) =>
        value is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(value, NpgsqlDbType.Text, cancellationToken);

    private static Task WriteAsync(NpgsqlBinaryImporter copy, short? value, CancellationToken cancellationToken) =>
        value is { } number
            ? copy.WriteAsync(number, NpgsqlDbType.Smallint, cancellationToken)
            : copy.WriteNullAsync(cancellationToken);
}
