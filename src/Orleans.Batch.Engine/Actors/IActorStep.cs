namespace Orleans.Batch.Actors;

/// <summary>
/// What an actor of one kind does: the engine's side of the seam. A host promises one activation per key and steps
/// that never overlap; in return a step holds no state that matters, takes under a second and may be repeated.
/// </summary>
public interface IActorStep
{
    /// <summary>The kind of actor this is the behaviour of.</summary>
    ActorKind Kind { get; }

    /// <summary>
    /// Does one bounded step. An exception means "try again later": the host logs it and backs off.
    /// </summary>
    ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken);
}
