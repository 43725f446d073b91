using Orleans.Batch.Chaos.Api;
using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Clients;

/// <summary>What the calls of one client share: the random numbers, the requests, and the repetition.</summary>
/// <param name="api">Sends the requests.</param>
/// <param name="history">Records everything.</param>
/// <param name="world">The permanent destinations.</param>
/// <param name="budget">The requests that are left.</param>
/// <param name="name">A part of the ids that this client creates.</param>
/// <param name="seed">Decides what the client does.</param>
public sealed class ClientContext(ApiClient api, History history, World world, CallBudget budget, string name, int seed)
{
    private const int SdkRetries = 2;
    private const int KeyedAttempts = 10;
    private const double KeyedShare = 0.4;

    private static readonly TimeSpan WhileDown = TimeSpan.FromMilliseconds(250);

    public Random Chance { get; } = new(seed);

    public History History => history;

    public World World => world;

    public CallBudget Budget => budget;

    public string Name => name;

    /// <summary>The destinations that this client created and may delete.</summary>
    public IList<Destination> Own { get; } = new List<Destination>();

    /// <summary>Calls that may be repeated with their key.</summary>
    public IList<KeyedCall> Keyed { get; } = new List<KeyedCall>();

    /// <summary>Makes a call that changes nothing.</summary>
    public Task<ApiResponse> ReadAsync(string call, ApiRequest request) => SendAsync(call, request, null);

    /// <summary>
    /// Makes a call that changes something. Half of those without a key are repeated as Zep's SDKs do, each time as a new write;
    /// those with a key are repeated until their outcome is known.
    /// </summary>
    /// <param name="make">Creates the write and its request, given the key or null.</param>
    /// <param name="takesKey">Whether the call accepts an Idempotency-Key.</param>
    /// <param name="judge">Interprets an answer whose meaning differs from its status.</param>
    public async Task<(TWrite Write, ApiRequest Request, ApiResponse Answer)> WriteAsync<TWrite>(
        Func<string?, (TWrite, ApiRequest)> make, bool takesKey, Func<ApiResponse, Outcome>? judge = null)
        where TWrite : Write
    {
        var key = takesKey && Chance.NextDouble() < KeyedShare ? $"{name}-{history.NextMarker()}" : null;
        var attempts = key is not null ? KeyedAttempts : Chance.Next(2) * SdkRetries + 1;
        var (write, request) = make(key);
        while (true)
        {
            var answer = await AttemptAsync(write, request, judge);
            var isOpen = key is null ? answer.IsRetriedBySdk : answer.IsOpenUnderKey;
            if (!isOpen || --attempts == 0 || budget.IsSpent)
            {
                return (write, request, answer);
            }

            await PauseAsync();
            if (key is null)
            {
                (write, request) = make(null);
            }
        }
    }

    /// <summary>Makes one attempt of a write.</summary>
    public async Task<ApiResponse> AttemptAsync(Write write, ApiRequest request, Func<ApiResponse, Outcome>? judge = null)
    {
        write.Trying();
        var answer = await SendAsync(write.Kind, request, write.Key);
        write.Tried(judge is null ? answer.Attempt : answer.Attempt with { Outcome = judge(answer) });
        return answer;
    }

    /// <summary>Records a refusal that the client cannot explain.</summary>
    public void Expect(ApiRequest request, ApiResponse answer, params ReadOnlySpan<string> codes)
    {
        if (answer.Attempt is { Outcome: Outcome.Refused, Status: not 503 } && !codes.Contains(answer.Code)
            && answer.Code != "idempotency_in_flight")
        {
            history.Violate(ViolationKind.Answer, $"{name}: {request}: {answer.Attempt}: {answer.Body}");
        }
    }

    public Task PauseAsync() => Task.Delay(TimeSpan.FromMilliseconds(Chance.Next(50, 400)));

    public bool Happens(double share) => Chance.NextDouble() < share;

    public T OneOf<T>(params IEnumerable<T> choices)
    {
        var all = choices as IList<T> ?? [.. choices];
        return all[Chance.Next(all.Count)];
    }

    private async Task<ApiResponse> SendAsync(string call, ApiRequest request, string? key)
    {
        var answer = await api.SendAsync(call, request, key, CancellationToken.None);
        if (answer.Attempt.Outcome == Outcome.NotSent)
        {
            // The server is restarting.
            await Task.Delay(WhileDown);
        }
        else
        {
            budget.Spend();
        }

        return answer;
    }
}
