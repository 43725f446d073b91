using Microsoft.Extensions.Options;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Models;

/// <summary>One attempt to extract a window: by a stored answer, or by a request within the limits and the budget.</summary>
internal sealed class WindowAttempt(
    IModelWindowStore windows, IWindowModel model, ModelExchange exchange, IOptions<ModelOptions> options) : IDisposable
{
    // A batch begins with all its windows at once. Its own work on them must leave processors to live writes; requests do not count.
    private readonly SemaphoreSlim _batchWork = new(Math.Max(2, Environment.ProcessorCount / 2));

    /// <inheritdoc/>
    public void Dispose() => _batchWork.Dispose();

    /// <summary>Runs it.</summary>
    public async Task<WindowOutcome> RunAsync(OpenWindow window, CancellationToken cancellationToken)
    {
        if (options.Value.FindName(window.Profile) is not { } name)
        {
            return await HoldAsync(window, ModelRules.NoProfile(window.Profile), ModelExchange.HeldWait, cancellationToken);
        }

        var profile = options.Value.Profiles[name];
        var (content, call, known) = await WorkAsync(window, () => ReadAsync(window, name, profile, cancellationToken), cancellationToken);
        if (known is not null || call is null)
        {
            return await CommitAsync(window, content, known ?? [], cancellationToken);
        }

        return call.Fits
            ? await AskAsync(window, content, call, cancellationToken)
            : await DivideAsync(window, TooLarge(profile), cancellationToken);
    }

    /// <returns>The window, the request for its facts unless it is empty, and what a stored answer says.</returns>
    private async Task<(WindowContent Content, ModelCall? Call, IReadOnlyList<ItemExtraction>? Known)> ReadAsync(
        OpenWindow window, string name, ModelProfile profile, CancellationToken cancellationToken)
    {
        var content = await windows.ReadContentAsync(window, options.Value.Window.ContextTurns, cancellationToken);
        if (content.Window.Turns.Count == 0)
        {
            return (content, null, null);
        }

        var call = new ModelCall(
            name, profile, model.Compose(profile, content.Window), window.ProjectKey, window.BatchKey, window.IsLive);
        return (content, call, await exchange.FindAsync(call, answer => model.Read(content.Window, answer), cancellationToken));
    }

    private async Task<T> WorkAsync<T>(OpenWindow window, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (window.IsLive)
        {
            return await work();
        }

        await _batchWork.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            _batchWork.Release();
        }
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
        await WorkAsync(
            window,
            async () =>
            {
                var facts = content.Window.Turns
                    .Zip(said, (turn, extraction) => (turn.EpisodeUuid, Facts: FactResolver.Resolve(
                        window.GraphKey, turn.ReferenceTime, extraction, content.Vocabulary)))
                    .ToDictionary(static f => f.EpisodeUuid, static f => f.Facts);
                return await windows.CommitAsync(window, facts, NewPredicates(content, said), cancellationToken);
            },
            cancellationToken);
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
