using Orleans.Batch.Batches;

namespace Orleans.Batch.Actors;

/// <summary>
/// What a host offers: wake-ups. They carry no data, may be lost and may be doubled; the database is the truth, and
/// recovery is "wake what is unfinished".
/// </summary>
public interface IWakeups
{
    /// <summary>
    /// Asks for a step of each of these actors. Several wake-ups of one actor before its next step are one; a
    /// wake-up during a step causes another step.
    /// </summary>
    ValueTask WakeAsync(ReadOnlyMemory<ActorId> ids, CancellationToken cancellationToken);

    /// <summary>
    /// Asks for a step of each of these lanes' graphs. There may be 50,000 of one item each, so that those of small lanes may be
    /// woken in groups.
    /// </summary>
    ValueTask WakeLanesAsync(IReadOnlyList<OpenLane> lanes, CancellationToken cancellationToken) =>
        WakeAsync(lanes.Select(l => new ActorId(ActorKind.Graph, l.GraphKey)).ToArray(), cancellationToken);
}
