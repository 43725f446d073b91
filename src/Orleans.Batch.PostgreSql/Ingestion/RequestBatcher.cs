using System.Threading.Channels;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// Answers many requests with one operation: requests that wait when a loop is free form its group, so groups grow
/// under load and no request waits without load.
/// </summary>
/// <param name="operation">Answers a group, one answer per request in the same order. If it throws, all requests fail.</param>
/// <param name="weight">A request's share of a group.</param>
/// <param name="maxWeight">A group of this weight takes no further request.</param>
/// <param name="loops">The number of concurrent groups.</param>
/// <param name="what">For transient faults, as in "items cannot be committed now".</param>
internal sealed class RequestBatcher<TRequest, TResult>(
    Func<List<TRequest>, CancellationToken, ValueTask<IReadOnlyList<BatchedResult<TResult>>>> operation,
    Func<TRequest, int> weight,
    int maxWeight,
    int loops,
    string what) : IAsyncDisposable
{
    private readonly Channel<Pending> _pending = Channel.CreateUnbounded<Pending>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _starting = new();
    private Task? _running;

    /// <summary>Waits for a request's answer; the loops start with the first request.</summary>
    public async ValueTask<TResult> AskAsync(TRequest request)
    {
        var pending = new Pending(request);
        if (!_pending.Writer.TryWrite(pending))
        {
            throw new OperationCanceledException("it has stopped");
        }

        Start();
        return await pending.Answer.Task;
    }

    /// <summary>Queued requests are still answered, unless the database does not answer.</summary>
    public async ValueTask DisposeAsync()
    {
        _pending.Writer.TryComplete();
        if (_running is { } running)
        {
            _stopping.CancelAfter(TimeSpan.FromSeconds(0.5));
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        while (_pending.Reader.TryRead(out var pending))
        {
            pending.Answer.TrySetCanceled(new CancellationToken(canceled: true));
        }

        _stopping.Dispose();
    }

    private void Start()
    {
        if (Volatile.Read(ref _running) is not null)
        {
            return;
        }

        lock (_starting)
        {
            if (_running is null)
            {
                using var noCaller = ExecutionContext.SuppressFlow(); // its transactions belong to no caller's trace
                Volatile.Write(ref _running, Task.WhenAll(Enumerable.Range(0, loops).Select(_ => Task.Run(RunAsync, CancellationToken.None))));
            }
        }
    }

    private async Task RunAsync()
    {
        while (await _pending.Reader.WaitToReadAsync(_stopping.Token))
        {
            var group = new List<Pending>();
            for (var taken = 0; taken < maxWeight && _pending.Reader.TryRead(out var pending);)
            {
                group.Add(pending);
                taken += weight(pending.Request);
            }

            if (group.Count > 0)
            {
                await AnswerAsync(group);
            }
        }
    }

    private async ValueTask AnswerAsync(List<Pending> group)
    {
        try
        {
            var answers = await operation(group.ConvertAll(p => p.Request), _stopping.Token);
            for (var i = 0; i < group.Count; i++)
            {
                _ = answers[i].Fault is { } fault
                    ? group[i].Answer.TrySetException(fault)
                    : group[i].Answer.TrySetResult(answers[i].Value!);
            }
        }
        catch (Exception e)
        {
            var common = StoreFaults.IsTransient(e) ? new TransientStoreException(what, e) : e;
            foreach (var pending in group)
            {
                pending.Answer.TrySetException(common);
            }
        }
    }

    private sealed class Pending(TRequest request)
    {
        public TRequest Request { get; } = request;

        public TaskCompletionSource<TResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The answer to one request of a group.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Fault">A fault of this request alone, not of its neighbors; null if there is none.</param>
internal readonly record struct BatchedResult<T>(T? Value, Exception? Fault = null);
