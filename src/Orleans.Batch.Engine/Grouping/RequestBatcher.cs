using System.Threading.Channels;

namespace Orleans.Batch.Grouping;

/// <summary>
/// Answers many requests with one operation: requests that wait when a loop is free form its group, so groups grow
/// under load and no request waits without load.
/// </summary>
/// <param name="queue">Forms the groups.</param>
/// <param name="operation">Answers a group.</param>
/// <param name="translate">Converts a fault to the exception that the caller gets.</param>
/// <param name="loops">The number of concurrent groups.</param>
/// <param name="turn">Completes when a loop, by its number, may take a group; null if each always may.</param>
/// <param name="time">Measures the wait at the end; null for the system's clock.</param>
public sealed class RequestBatcher<TRequest, TResult>(
    IRequestQueue<TRequest, TResult> queue,
    GroupOperation<TRequest, TResult> operation,
    Func<Exception, Exception> translate,
    int loops = 1,
    Func<int, CancellationToken, ValueTask>? turn = null,
    TimeProvider? time = null) : IAsyncDisposable
{
    // For queued requests at the end; later the operation does not answer.
    internal static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(0.5);

    private readonly Channel<PendingRequest<TRequest, TResult>> _arrived = Channel.CreateUnbounded<PendingRequest<TRequest, TResult>>();
    private readonly CancellationTokenSource _stopping = new(Timeout.InfiniteTimeSpan, time ?? TimeProvider.System);
    private readonly Lock _gate = new();
    private Task? _running;

    /// <summary>Waits for a request's answer; the loops start with the first request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels it as long as it waits; a group that has taken it answers it.</param>
    public ValueTask<TResult> AskAsync(TRequest request, CancellationToken cancellationToken)
    {
        var pending = new PendingRequest<TRequest, TResult>(request, cancellationToken);
        pending.Register();
        if (!_arrived.Writer.TryWrite(pending))
        {
            pending.Abandon();
            throw new OperationCanceledException("it has stopped");
        }

        Start();
        return new ValueTask<TResult>(pending.Answered);
    }

    /// <summary>Queued requests are still answered, unless that takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        _arrived.Writer.TryComplete();
        if (_running is { } running)
        {
            _stopping.CancelAfter(DrainTime);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        TakeArrived();
        while (queue.TryRemove(out var pending))
        {
            pending.Abandon();
        }

        _stopping.Dispose();
    }

    private void Start()
    {
        if (Volatile.Read(ref _running) is not null)
        {
            return;
        }

        lock (_gate)
        {
            if (_running is null)
            {
                using var noCaller = ExecutionContext.SuppressFlow(); // its work belongs to no caller's trace
                Volatile.Write(ref _running, Task.WhenAll(
                    Enumerable.Range(0, loops).Select(loop => Task.Run(() => RunAsync(loop), CancellationToken.None))));
            }
        }
    }

    private async Task RunAsync(int loop)
    {
        var arrival = Task.FromResult(true);
        while (true)
        {
            _stopping.Token.ThrowIfCancellationRequested();
            if (turn is not null)
            {
                await turn(loop, _stopping.Token);
            }

            var group = TakeGroup(out var changed);
            if (group.Count > 0)
            {
                await AnswerAsync(group, loop);
                continue;
            }

            // One wait at a time: the channel keeps each until the next request.
            if (arrival is { IsCompletedSuccessfully: true, Result: true })
            {
                arrival = _arrived.Reader.WaitToReadAsync(_stopping.Token).AsTask();
            }

            if (!await MayTakeMoreAsync(arrival, changed))
            {
                return;
            }
        }
    }

    private async ValueTask<bool> MayTakeMoreAsync(Task<bool> arrival, Task? changed)
    {
        if (changed is null)
        {
            return await arrival;
        }

        var isClosed = arrival is { IsCompletedSuccessfully: true, Result: false };
        await (isClosed ? changed : Task.WhenAny(changed, arrival)).WaitAsync(_stopping.Token);
        return true;
    }

    private List<PendingRequest<TRequest, TResult>> TakeGroup(out Task? changed)
    {
        lock (_gate)
        {
            TakeArrived();
            while (queue.Take(out changed) is { Count: > 0 } next)
            {
                var group = next.Where(static r => r.TryTake()).ToList();
                if (group.Count > 0)
                {
                    return group;
                }
            }

            return [];
        }
    }

    private void TakeArrived()
    {
        while (_arrived.Reader.TryRead(out var request))
        {
            queue.Add(request);
        }
    }

    private async ValueTask AnswerAsync(List<PendingRequest<TRequest, TResult>> group, int loop)
    {
        try
        {
            var answers = await operation(group.ConvertAll(r => r.Request), loop, _stopping.Token);
            for (var i = 0; i < group.Count; i++)
            {
                Answer(group[i], answers[i]);
            }
        }
        catch (Exception e)
        {
            var common = translate(e);
            group.ForEach(r => r.Fail(common));
        }
    }

    private void Answer(PendingRequest<TRequest, TResult> request, BatchedResult<TResult> answer)
    {
        if (answer.IsPutBack)
        {
            request.Release();
            lock (_gate)
            {
                queue.Add(request);
            }
        }
        else if (answer.Fault is { } fault)
        {
            request.Fail(translate(fault));
        }
        else
        {
            request.Answer(answer.Value!);
        }
    }
}
