using Microsoft.Extensions.Options;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Models;

/// <summary>One attempt to extract a window: by a stored answer, or by a request within the limits and the budget.</summary>
internal sealed class WindowAttempt(
    IModelWindowStore windows, IWindowModel model, ModelExchange exchange, IOptions<ModelOptions> options)
{
    /// <summary>Runs it.</summary>
    public async Task<WindowOutcome> RunAsync(OpenWindow window, CancellationToken cancellationToken)
    {
        if (options.Value.FindName(window.Profile) is not { } name)
        {
            return await HoldAsync(window, ModelRules.NoProfile(window.Profile), ModelExchange.HeldWait, cancellationToken);
        }

        var profile = options.Value.Profiles[name];
        var content = await windows.ReadContentAsync(window, options.Value.Window.ContextTurns, cancellationToken);
        if (content.Window.Turns.Count == 0)
        {
            return await CommitAsync(window, content, [], cancellationToken);
        }

        var call = new ModelCall(
            name, profile, model.Compose(profile, content.Window), window.ProjectKey, window.BatchKey, window.IsLive);
        if (await exchange.FindAsync(call, Read, cancellationToken) is { } stored)
        {
            return await CommitAsync(window, content, stored, cancellationToken);
        }

        return call.Fits
            ? await AskAsync(window, content, call, cancellationToken)
            : await DivideAsync(window, TooLarge(profile), cancellationToken);

        IReadOnlyList<ItemExtraction> Read(string answer) => model.Read(content.Window, answer);
    }

    private async Task<WindowOutcome> AskAsync(
        OpenWindow window, WindowContent content, ModelCall call, CancellationToken cancellationToken)
    {
        var outcome = await exchange.AskAsync(call, answer => model.Read(content.Window, answer), cancellationToken);
        if (outcome.Answer is { } facts)
        {
            if (window.HeldBecause is not null)
            {
                await windows.HoldAsync(window.BatchKey, null, cancellationToken);
            }

            return await CommitAsync(window, content, facts, cancellationToken);
        }

        switch (outcome)
        {
            case { HeldBecause: { } reason }:
                return await HoldAsync(window, reason, outcome.Wait, cancellationToken);
            case { Fault: null }:
                return WindowOutcome.After(outcome.Wait);
            case { Fault.Fault: ModelFault.Malformed } when window.Attempts == 0:
                await windows.CountAttemptAsync(window, cancellationToken);
                return WindowOutcome.Moved;
            default:
                return await DivideAsync(window, outcome.Fault.Message, cancellationToken);
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

    private static string TooLarge(ModelProfile profile) =>
        $"it does not fit into the model's context of {profile.ContextTokens} tokens; send it in shorter parts";
}
