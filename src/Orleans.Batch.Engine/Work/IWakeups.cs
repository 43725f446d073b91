namespace Orleans.Batch.Work;

/// <summary>
/// Announces work. A wake-up carries no data, and may be lost or come twice: the database is the source of truth, and recovery wakes
/// unfinished work (<see cref="IUnfinishedWork"/>).
/// </summary>
public interface IWakeups
{
    /// <summary>
    /// Asks for a step of each key. Several wake-ups of a key before its next step are one; a wake-up during a step causes another
    /// step.
    /// </summary>
    ValueTask WakeAsync(ReadOnlyMemory<WorkKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Asks for a step of each of these lanes' graphs. There may be 50,000 of one item each, so that those of small lanes may be
    /// woken in groups.
    /// </summary>
    ValueTask WakeLanesAsync(IReadOnlyList<OpenLane> lanes, CancellationToken cancellationToken) =>
        WakeAsync(lanes.Select(l => new WorkKey(WorkKind.Graph, l.GraphKey)).ToArray(), cancellationToken);
}
