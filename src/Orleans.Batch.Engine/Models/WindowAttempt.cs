using Microsoft.Extensions.Options;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Models;

/// <summary>One attempt to extract a window: by a stored answer, or by a request within the limits and the budget.</summary>
internal sealed class WindowAttempt(
    IModelWindowStore windows,
    IModelLedger ledger,
    IModelLimiter limiter,
    IWindowModel model,
    IOptions<ModelOptions> options,
    TimeProvider time)
{
    // An operator or a caller has to act.
    private static readonly TimeSpan HeldWait = TimeSpan.FromSeconds(15);

    // The limiter knows when requests may be sent again, and refuses them until then.
    private static readonly TimeSpan FaultWait = TimeSpan.FromSeconds(1);

    /// <summary>Runs it.</summary>
    public async Task<WindowOutcome> RunAsync(OpenWindow window, CancellationToken cancellationToken)
    {
        if (options.Value.FindName(window.Profile) is not { } name)
        {
            return await HoldAsync(window, NoProfile(window.Profile), HeldWait, cancellationToken);
        }

        var profile = options.Value.Profiles[name];
        var content = await windows.ReadContentAsync(window, options.Value.Window.ContextTurns, cancellationToken);
        if (content.Window.Turns.Count == 0)
        {
            return await CommitAsync(window, content, [], cancellationToken);
        }

        var request = model.Compose(profile, content.Window);
        if (await ledger.FindAnswerAsync(window.ProjectKey, request.Key, cancellationToken) is { } stored)
        {
            await ledger.CountReplayAsync(window.ProjectKey, window.BatchKey, cancellationToken);
            return await CommitAsync(window, content, model.Read(content.Window, stored), cancellationToken);
        }

        return request.InputTokens + request.MaxOutputTokens > profile.ContextTokens
            ? await DivideAsync(window, TooLarge(profile), cancellationToken)
            : await AskAsync(window, content, request, (name, profile), cancellationToken);
    }

    private async Task<WindowOutcome> AskAsync(
        OpenWindow window,
        WindowContent content,
        ModelRequest request,
        (string Name, ModelProfile Profile) chosen,
        CancellationToken cancellationToken)
    {
        var permit = await limiter.AcquireAsync(
            chosen.Name, request.InputTokens + request.MaxOutputTokens, window.IsLive, cancellationToken);
        if (permit.Id == Guid.Empty)
        {
            return permit.HeldBecause is { } held
                ? await HoldAsync(window, held, permit.Wait, cancellationToken)
                : WindowOutcome.After(permit.Wait);
        }

        var most = Spend(window, chosen.Profile, request.InputTokens, request.MaxOutputTokens);
        if (await ledger.ReserveAsync(most, cancellationToken) is { } refusal)
        {
            await limiter.ReportAsync(chosen.Name, new CallReport(permit.Id, null, null, null, default));
            return await HoldAsync(window, refusal, HeldWait, cancellationToken);
        }

        try
        {
            await Task.Delay(permit.Wait, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Nothing was sent: neither the place nor the money is used.
            await limiter.ReportAsync(chosen.Name, new CallReport(permit.Id, null, null, null, default));
            await ledger.SettleAsync(most, most with { InputTokens = 0, OutputTokens = 0, Cost = 0 }, request.Key, null, CancellationToken.None);
            throw;
        }

        return await SendAsync(window, content, request, chosen, permit, most, cancellationToken);
    }

    // What was reserved and is not settled, because the process ended, counts as spent: the endpoint may have answered.
    private async Task<WindowOutcome> SendAsync(
        OpenWindow window,
        WindowContent content,
        ModelRequest request,
        (string Name, ModelProfile Profile) chosen,
        ModelPermit permit,
        ModelSpend most,
        CancellationToken cancellationToken)
    {
        ModelAnswer answer;
        try
        {
            answer = await model.AskAsync(chosen.Profile, request, cancellationToken);
        }
        catch (ModelCallException e)
        {
            await limiter.ReportAsync(chosen.Name, new CallReport(permit.Id, e.InputTokens + e.OutputTokens, e.Fault, e.Message, e.Limits));
            await ledger.SettleAsync(
                most, Spend(window, chosen.Profile, e.InputTokens, e.OutputTokens), request.Key, null, cancellationToken);
            return await AnswerAsync(window, e, cancellationToken);
        }

        await limiter.ReportAsync(
            chosen.Name, new CallReport(permit.Id, answer.InputTokens + answer.OutputTokens, null, null, answer.Limits));
        var spent = Spend(window, chosen.Profile, answer.InputTokens, answer.OutputTokens);
        try
        {
            var facts = model.Read(content.Window, answer.Text);
            await ledger.SettleAsync(most, spent, request.Key, answer.Text, cancellationToken);
            if (window.HeldBecause is not null)
            {
                await windows.HoldAsync(window.BatchKey, null, cancellationToken);
            }

            return await CommitAsync(window, content, facts, cancellationToken);
        }
        catch (ModelCallException e)
        {
            await ledger.SettleAsync(most, spent, request.Key, null, cancellationToken);
            return await AnswerAsync(window, e, cancellationToken);
        }
    }

    private async Task<WindowOutcome> AnswerAsync(OpenWindow window, ModelCallException e, CancellationToken cancellationToken)
    {
        switch (e.Fault)
        {
            case ModelFault.Refused:
                return await HoldAsync(window, e.Message, HeldWait, cancellationToken);
            case ModelFault.TooLarge or ModelFault.Truncated:
                return await DivideAsync(window, e.Message, cancellationToken);
            case ModelFault.Malformed when window.Attempts == 0:
                await windows.CountAttemptAsync(window, cancellationToken);
                return WindowOutcome.Moved;
            case ModelFault.Malformed:
                return await DivideAsync(window, e.Message, cancellationToken);
            default:
                return WindowOutcome.After(FaultWait);
        }
    }

    private async Task<WindowOutcome> DivideAsync(OpenWindow window, string reason, CancellationToken cancellationToken)
    {
        if (window.Episodes.Count > 1)
        {
            await windows.HalveAsync(window, cancellationToken);
        }
        else
        {
            await windows.FailAsync(window, ErrorCodes.ExtractionFailed, reason, cancellationToken);
        }

        return WindowOutcome.Moved;
    }

    private async Task<WindowOutcome> CommitAsync(
        OpenWindow window, WindowContent content, IReadOnlyList<ItemExtraction> said, CancellationToken cancellationToken)
    {
        var facts = content.Window.Turns
            .Zip(said, (turn, extraction) => (turn.EpisodeUuid, Facts: FactResolver.Resolve(
                window.GraphKey, turn.ReferenceTime, extraction, content.Vocabulary)))
            .ToDictionary(static f => f.EpisodeUuid, static f => f.Facts);
        await windows.CommitAsync(window, facts, NewPredicates(content, said), cancellationToken);
        return WindowOutcome.Moved;
    }

    // Declared edge types are in each request anyway.
    private static List<string> NewPredicates(WindowContent content, IReadOnlyList<ItemExtraction> said)
    {
        var known = content.Window.Predicates.Select(static p => p.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. said.SelectMany(static s => s.Assertions).Select(static a => a.Predicate)
                .Where(p => known.Add(p) && content.Vocabulary.Types.FindEdge(p) is null)
                .Order(StringComparer.Ordinal),
        ];
    }

    private async Task<WindowOutcome> HoldAsync(
        OpenWindow window, string reason, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (!window.IsLive && window.HeldBecause != reason)
        {
            await windows.HoldAsync(window.BatchKey, reason, cancellationToken);
        }

        return WindowOutcome.After(wait);
    }

    private static ModelSpend Spend(OpenWindow window, ModelProfile profile, long input, long output) =>
        new(window.ProjectKey, window.BatchKey, input, output, profile.Cost(input, output));

    private static string NoProfile(string? name) => name is null
        ? "no model is configured on this server, or several without a default one: the operator sets Models:Profiles and Models:Default"
        : $"no model profile {name} is configured on this server: the operator sets Models:Profiles:{name}";

    private static string TooLarge(ModelProfile profile) =>
        $"it does not fit into the model's context of {profile.ContextTokens} tokens; send it in shorter parts";
}
