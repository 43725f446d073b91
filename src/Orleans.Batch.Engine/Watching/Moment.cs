namespace Orleans.Batch.Watching;

/// <summary>A value until the next one.</summary>
/// <param name="value">The value; null before the first one.</param>
internal sealed class Moment<T>(T? value)
    where T : class
{
    private readonly TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public T? Value => value;

    /// <summary>Whether there will be no further value.</summary>
    public bool IsLast { get; init; }

    /// <summary>Completes when there is a later moment.</summary>
    public Task Next => _next.Task;

    public void Replaced() => _next.TrySetResult();
}
