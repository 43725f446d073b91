namespace Orleans.Batch.Work;

/// <summary>
/// Work of one kind, step by step. Grains run the steps: those of one key do not overlap, except for a short time after
/// a silo was lost. Therefore a step keeps no essential state, is short, and may be repeated.
/// </summary>
public interface IWorkStep
{
    /// <summary>The kind of work.</summary>
    WorkKind Kind { get; }

    /// <summary>Does one bounded step. After an exception it is tried again, after a growing pause.</summary>
    /// <param name="key">The internal key of the object of the work.</param>
    /// <param name="cancellationToken">Cancels the step.</param>
    /// <returns>What follows.</returns>
    ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken);
}
