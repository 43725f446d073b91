namespace Orleans.Batch.Ingestion;

/// <summary>An item as its lane's chunk carries it through the pipeline.</summary>
/// <param name="Position">Its position in the lane.</param>
/// <param name="Sequence">Its sequence index in the batch.</param>
/// <param name="EpisodeUuid">The identity its episode gets.</param>
/// <param name="ThreadKey">Its thread, for a message.</param>
/// <param name="DataType">How the payload is to be read.</param>
/// <param name="Role">The speaker's role, for a message.</param>
/// <param name="Speaker">The speaker's name, for a message that tells; null where the pipeline has no use for it.</param>
/// <param name="ReferenceTime">The moment its facts are dated from.</param>
/// <param name="Content">The payload; null where the pipeline has no use for it.</param>
/// <param name="HasOutcome">It was ended before its turn (canceled): the cursor passes over it.</param>
/// <param name="HasPayload">Whether there is anything to ingest.</param>
public sealed record IngestItem(
    int Position,
    int Sequence,
    Guid EpisodeUuid,
    long? ThreadKey,
    DataType DataType,
    RoleType? Role,
    string? Speaker,
    DateTimeOffset ReferenceTime,
    string? Content,
    bool HasOutcome,
    bool HasPayload)
{
    /// <summary>Whether it is to be stored and kept as context, but not extracted, whatever its chunk says of roles.</summary>
    public bool Ignored { get; init; }
}
