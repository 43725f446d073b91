using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Gateway.Wire;

/// <summary>The response to a stream of lines.</summary>
/// <param name="Accepted">How many items were added.</param>
/// <param name="FirstSequenceIndex">The position in the batch of the first of them.</param>
/// <param name="LastSequenceIndex">The position of the last; one less than the first when none was added.</param>
/// <param name="AlreadyLoaded">How many were not added, because their destination has their record_id already; absent for none.</param>
/// <param name="HeldInDrafts">Other drafts that hold some of those.</param>
/// <param name="UnknownFields">Fields that were ignored, at most 20; absent when there are none.</param>
internal sealed record AddedLines(
    int Accepted,
    int FirstSequenceIndex,
    int LastSequenceIndex,
    int? AlreadyLoaded,
    IReadOnlyList<Guid>? HeldInDrafts,
    IReadOnlyList<UnknownField>? UnknownFields)
{
    public static AddedLines From(AddedItems added, IReadOnlyList<UnknownField> unknown) => new(
        added.Accepted,
        added.FirstSequenceIndex,
        added.LastSequenceIndex,
        added.AlreadyLoaded,
        added.HeldInDrafts,
        unknown.Count > 0 ? unknown : null);
}
