using System.Globalization;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// Copies the content of one graph into another, which is empty. One statement, so that the copy is of one moment without a lock
/// on the source. Ids of nodes and assertions begin with their graph's key, so they are bound to the new one; episodes get
/// new identities in the order of the old ones.
/// </summary>
internal static class GraphCopy
{
    private const string LockTarget = "SELECT last_number FROM graph_state WHERE graph_key = $1 FOR NO KEY UPDATE";

    private const string LastNumber = "SELECT last_number FROM graph_state WHERE graph_key = $1";

    // $1 and $2 the source's ids, $3 the source, $4 the target. A timeline of one object is named by that object (slot_of), so
    // its name changes; one of several objects has the same name in every graph.
    private const string Copy =
        """
        WITH episode AS (
            INSERT INTO graph_episode (graph_key, episode_uuid, number, reference_time, ingested_at, extraction)
            SELECT $4, episode_copy(episode_uuid, $4), number, reference_time, ingested_at, extraction
            FROM graph_episode WHERE graph_key = $3
            RETURNING number),
        payload AS (
            INSERT INTO episode_data (episode_uuid, project_key, graph_key, data_type, role, dated, reference_time, content, speaker,
                source_description, document_id, metadata)
            SELECT episode_copy(d.episode_uuid, $4), d.project_key, $4, d.data_type, d.role, d.dated, d.reference_time, d.content, d.speaker,
                d.source_description, d.document_id, d.metadata
            FROM graph_episode e JOIN episode_data d USING (episode_uuid) WHERE e.graph_key = $3),
        named AS (
            INSERT INTO node (node_uuid, name, named_at, named_ord, labels, created_at, renamed, relabeled)
            SELECT bound_to(node_uuid, $4), name, named_at, named_ord, labels, created_at, renamed, relabeled
            FROM node WHERE node_uuid >= $1 AND node_uuid < $2
            ON CONFLICT (node_uuid) DO NOTHING),
        begun AS (
            INSERT INTO fact (fact_uuid, source_node, slot, valid_at, ord, target_node, name, value, episode_uuid, created_at,
                invalid_at, end_ord, expired_at)
            SELECT bound_to(f.fact_uuid, $4), bound_to(f.source_node, $4), slot_copy(f.slot, f.name, f.target_node, f.value, d.text, $4),
                f.valid_at, f.ord, bound_to(f.target_node, $4), f.name, f.value, episode_copy(f.episode_uuid, $4), f.created_at,
                f.invalid_at, f.end_ord, f.expired_at
            FROM fact f LEFT JOIN written_detail d ON d.object_uuid = f.fact_uuid WHERE f.fact_uuid >= $1 AND f.fact_uuid < $2),
        repeated AS (
            INSERT INTO fact_repeat (source_node, slot, valid_at, ord, fact_uuid, ends, target_node, name, value, episode_uuid, created_at)
            SELECT bound_to(r.source_node, $4), slot_copy(r.slot, r.name, r.target_node, r.value, d.text, $4), r.valid_at, r.ord,
                bound_to(r.fact_uuid, $4), r.ends, bound_to(r.target_node, $4), r.name, r.value, episode_copy(r.episode_uuid, $4), r.created_at
            FROM fact_repeat r
            LEFT JOIN LATERAL (
                SELECT text FROM written_detail
                WHERE object_uuid = CASE WHEN r.ends THEN assertion_before(r.fact_uuid) ELSE r.fact_uuid END LIMIT 1) d ON true
            WHERE r.fact_uuid >= $1 AND r.fact_uuid < $2),
        mentioned AS (
            INSERT INTO mention (mention_uuid, node_uuid, episode_uuid)
            SELECT bound_to(mention_uuid, $4), bound_to(node_uuid, $4), episode_copy(episode_uuid, $4)
            FROM mention WHERE mention_uuid >= $1 AND mention_uuid < $2),
        written AS (
            INSERT INTO written_detail (object_uuid, text, attributes, edited)
            SELECT bound_to(object_uuid, $4), text, attributes, edited FROM written_detail WHERE object_uuid >= $1 AND object_uuid < $2),
        alias AS (
            INSERT INTO entity_alias (alias_node, node_uuid, name, rejected, created_at)
            SELECT bound_to(alias_node, $4), bound_to(node_uuid, $4), name, rejected, created_at
            FROM entity_alias WHERE alias_node >= $1 AND alias_node < $2),
        summarized AS (
            INSERT INTO summary (subject_uuid, graph_key, is_user, content, model, created_at, made_at, not_before)
            SELECT bound_to(subject_uuid, $4), $4, is_user, content, model, created_at, made_at, not_before
            FROM summary WHERE subject_uuid >= $1 AND subject_uuid < $2 AND thread_key IS NULL AND content IS NOT NULL),
        removal AS (
            INSERT INTO episode_removal (graph_key, number) SELECT $4, number FROM episode_removal WHERE graph_key = $3)
        UPDATE graph_state SET last_number = (SELECT last_number FROM graph_state WHERE graph_key = $3) WHERE graph_key = $4
        """;

    /// <summary>Copies a graph; returns false when the source or the target was deleted meanwhile.</summary>
    /// <exception cref="BatchServiceException">The source is too large, or something was added to the target already.</exception>
    public static async ValueTask<bool> RunAsync(
        WriteTransaction connection, GraphScope source, GraphScope target, CancellationToken cancellationToken)
    {
        var last = await connection.Statement(LockTarget, target.Key).RowAsync(r => (long?)r.GetInt64(0), cancellationToken);
        var size = await connection.Statement(LastNumber, source.Key).RowAsync(r => (long?)r.GetInt64(0), cancellationToken);
        if (last is null || size is null)
        {
            return false;
        }

        if (size > Limits.ClonedEpisodes)
        {
            throw BatchServiceException.Invalid(ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"a graph of more than {Limits.ClonedEpisodes} episodes cannot be cloned; export it and load it as another"));
        }

        if (last > 0)
        {
            throw BatchServiceException.Conflict(ErrorCodes.AlreadyExists, "something was added to the new graph before the copy was complete");
        }

        await connection.Connection.Statement(Copy, source.First, source.Beyond, source.Key, target.Key).Long().RunAsync(cancellationToken);
        return true;
    }
}
