namespace Orleans.Batch.Work;

/// <summary>
/// How work of one kind is done, step by step. Grains run the steps: of one key they do not overlap, except for a short time after a
/// silo was lost. In return a step keeps no state that matters, is short, and may be repeated.
/// </summary>
public interface IWorkStep
{
    /// <summary>The kind of work.</summary>
    WorkKind Kind { get; }

    /// <summary>Does one bounded step. After an exception it is tried again, after a pause that grows.</summary>
    /// <param name="key">The internal key of what is worked on.</param>
    /// <param name="cancellationToken">Breaks the step off.</param>
    /// <returns>What is to follow.</returns>
    ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken);
}
