namespace Orleans.Batch.Models;

/// <summary>One request to a model: by a stored answer, or within the limits of its endpoint and the budget of its project.</summary>
internal sealed class ModelExchange(IModelLedger ledger, IModelLimiter limiter, IModelClient client, TimeProvider time)
{
    /// <summary>How long what an operator or a caller has to act on waits for another attempt.</summary>
    public static readonly TimeSpan HeldWait = TimeSpan.FromSeconds(15);

    // The limiter knows when requests may be sent again, and refuses them until then.
    private static readonly TimeSpan FaultWait = TimeSpan.FromSeconds(1);

    /// <summary>Reads the stored answer to a request; null when there is none.</summary>
    public async Task<T?> FindAsync<T>(ModelCall call, Func<string, T> read, CancellationToken cancellationToken)
        where T : class
    {
        if (await ledger.FindAnswerAsync(call.ProjectKey, call.Request.Key, cancellationToken) is not { } stored)
        {
            return null;
        }

        await ledger.CountReplayAsync(call.ProjectKey, call.BatchKey, cancellationToken);
        return read(stored);
    }

    /// <summary>Sends a request when it may be sent, and stores its answer with what it cost.</summary>
    /// <typeparam name="T">What the answer says.</typeparam>
    /// <param name="call">The request.</param>
    /// <param name="read">Reads the answer; throws <see cref="ModelCallException"/> for one of no use, which is not stored.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<ModelOutcome<T>> AskAsync<T>(ModelCall call, Func<string, T> read, CancellationToken cancellationToken)
        where T : class
    {
        var permit = await limiter.AcquireAsync(call.ProfileName, call.MostTokens, call.IsLive, cancellationToken);
        if (permit.Id == Guid.Empty)
        {
            return permit.HeldBecause is { } held ? ModelOutcome<T>.Held(held, permit.Wait) : ModelOutcome<T>.After(permit.Wait);
        }

        var most = call.Spend(call.Request.InputTokens, call.Request.MaxOutputTokens);
        if (await ledger.ReserveAsync(most, cancellationToken) is { } refusal)
        {
            await limiter.ReportAsync(call.ProfileName, new CallReport(permit.Id, null, null, null, default));
            return ModelOutcome<T>.Held(refusal, HeldWait);
        }

        try
        {
            await Task.Delay(permit.Wait, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Nothing was sent: neither the place nor the money is used.
            await limiter.ReportAsync(call.ProfileName, new CallReport(permit.Id, null, null, null, default));
            await ledger.SettleAsync(most, call.Spend(0, 0), call.Request.Key, null, CancellationToken.None);
            throw;
        }

        return await SendAsync(call, read, permit, most, cancellationToken);
    }

    // What was reserved and is not settled, because the process ended, counts as spent: the endpoint may have answered.
    private async Task<ModelOutcome<T>> SendAsync<T>(
        ModelCall call, Func<string, T> read, ModelPermit permit, ModelSpend most, CancellationToken cancellationToken)
        where T : class
    {
        ModelAnswer answer;
        try
        {
            answer = await client.AskAsync(call.Profile, call.Request, cancellationToken);
        }
        catch (ModelCallException e)
        {
            await limiter.ReportAsync(call.ProfileName, new CallReport(permit.Id, e.InputTokens + e.OutputTokens, e.Fault, e.Message, e.Limits));
            await ledger.SettleAsync(most, call.Spend(e.InputTokens, e.OutputTokens), call.Request.Key, null, cancellationToken);
            return Judge<T>(e);
        }

        await limiter.ReportAsync(
            call.ProfileName, new CallReport(permit.Id, answer.InputTokens + answer.OutputTokens, null, null, answer.Limits));
        var spent = call.Spend(answer.InputTokens, answer.OutputTokens);
        T said;
        try
        {
            said = read(answer.Text);
        }
        catch (ModelCallException e)
        {
            await ledger.SettleAsync(most, spent, call.Request.Key, null, cancellationToken);
            return Judge<T>(e);
        }

        await ledger.SettleAsync(most, spent, call.Request.Key, answer.Text, cancellationToken);
        return ModelOutcome<T>.Answered(said);
    }

    private static ModelOutcome<T> Judge<T>(ModelCallException e)
        where T : class => e.Fault switch
    {
        ModelFault.Refused => ModelOutcome<T>.Held(e.Message, HeldWait),
        ModelFault.TooLarge or ModelFault.Truncated or ModelFault.Malformed => ModelOutcome<T>.Failed(e),
        _ => ModelOutcome<T>.After(FaultWait),
    };
}
