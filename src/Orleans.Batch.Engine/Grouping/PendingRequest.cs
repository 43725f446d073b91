namespace Orleans.Batch.Grouping;

/// <summary>A request that waits for a group. It can be canceled until a group takes it.</summary>
public sealed class PendingRequest<TRequest, TResult>
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Canceled = 2;

    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _cancellationToken;
    private CancellationTokenRegistration _registration;
    private int _state;

    internal PendingRequest(TRequest request, CancellationToken cancellationToken)
    {
        Request = request;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The request.</summary>
    public TRequest Request { get; }

    internal Task<TResult> Answered => _answer.Task;

    // Before the request can be answered: the answer removes the registration.
    internal void Register() => _registration = _cancellationToken.UnsafeRegister(
        static (request, _) => ((PendingRequest<TRequest, TResult>)request!).Cancel(), this);

    internal bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    internal void Release()
    {
        Volatile.Write(ref _state, Waiting);
        if (_cancellationToken.IsCancellationRequested)
        {
            Cancel();
        }
    }

    internal void Answer(TResult result)
    {
        _registration.Unregister();
        _answer.TrySetResult(result);
    }

    internal void Fail(Exception fault)
    {
        _registration.Unregister();
        _answer.TrySetException(fault);
    }

    internal void Abandon()
    {
        _registration.Unregister();
        _answer.TrySetCanceled(new CancellationToken(canceled: true));
    }

    private void Cancel()
    {
        if (Interlocked.CompareExchange(ref _state, Canceled, Waiting) == Waiting)
        {
            _answer.TrySetCanceled(_cancellationToken);
        }
    }
}
