using Microsoft.Extensions.Options;

namespace Orleans.Batch.Models;

/// <summary>
/// One attempt to make some summaries: by a stored answer, or by a request within the limits and the budget. An answer of no use is asked for
/// once more, then for each subject alone, of a thread with fewer messages; then the summary is given up until its subject changes.
/// </summary>
internal sealed class SummaryAttempt(
    ISummaryStore summaries, ISummaryModel model, ModelExchange exchange, IOptions<ModelOptions> options)
{
    /// <summary>How many answers of no use there are about several subjects.</summary>
    public const int Together = 2;

    // The share of a thread's messages, once they were too many.
    private const int FewerMessages = 5;

    /// <summary>Runs it.</summary>
    public async Task<WindowOutcome> RunAsync(GraphSummaries graph, IReadOnlyList<DueSummary> due, CancellationToken cancellationToken)
    {
        if (options.Value.FindName(graph.Profile) is not { } name)
        {
            return WindowOutcome.After(ModelExchange.HeldWait);
        }

        var question = await summaries.ReadContentAsync(graph, due, options.Value.Summaries.Facts, Messages(due[0]), cancellationToken);
        var empty = due.Where((_, i) => question.Subjects[i].Lines.Count == 0).ToList();
        if (empty.Count > 0)
        {
            await CommitAsync(graph, name, empty.ConvertAll(static e => new NewSummary(e, null, e.Through, null, true)), cancellationToken);
            return WindowOutcome.Moved;
        }

        var (asked, call) = Fit(graph, name, question);
        var subjects = due.Take(asked.Subjects.Count).ToList();
        if (await exchange.FindAsync(call, Read, cancellationToken) is { } stored)
        {
            return await StoreAsync(graph, name, asked, subjects, stored, cancellationToken);
        }

        if (!call.Fits)
        {
            return await RetryAsync(graph, subjects, Together, $"it does not fit into the model's context of {call.Profile.ContextTokens} tokens", cancellationToken);
        }

        return await exchange.AskAsync(call, Read, cancellationToken) switch
        {
            { Answer: { } texts } => await StoreAsync(graph, name, asked, subjects, texts, cancellationToken),
            { Fault: { Fault: ModelFault.Malformed } fault } => await RetryAsync(
                graph, subjects, subjects.Max(static s => s.Attempts) + 1, fault.Message, cancellationToken),
            { Fault: { } fault } => await RetryAsync(
                graph, subjects, Math.Max(Together, subjects.Max(static s => s.Attempts) + 1), fault.Message, cancellationToken),
            var held => WindowOutcome.After(held.Wait),
        };

        IReadOnlyList<string?> Read(string answer) => model.Read(asked, answer);
    }

    // As many subjects as fit, and of a single one as many lines.
    private (SummaryQuestion Asked, ModelCall Call) Fit(GraphSummaries graph, string name, SummaryQuestion question)
    {
        var profile = options.Value.Profiles[name];
        while (true)
        {
            // A caller waits for the summary of a thread.
            var call = new ModelCall(name, profile, model.Compose(profile, question), graph.ProjectKey, 0, question.Subjects[0].Kind == SubjectKind.Thread);
            var (subjects, lines) = (question.Subjects.Count, question.Subjects[0].Lines.Count);
            if (call.Fits || (subjects == 1 && lines == 1))
            {
                return (question, call);
            }

            question = question with
            {
                Subjects = subjects > 1
                    ? [.. question.Subjects.Take(subjects / 2)]
                    : [question.Subjects[0] with { Lines = [.. question.Subjects[0].Lines.Take(lines / 2)] }],
            };
        }
    }

    private async Task<WindowOutcome> StoreAsync(
        GraphSummaries graph,
        string name,
        SummaryQuestion asked,
        List<DueSummary> due,
        IReadOnlyList<string?> texts,
        CancellationToken cancellationToken)
    {
        var made = new List<NewSummary>();
        for (var i = 0; i < due.Count; i++)
        {
            if (texts[i] is { } text)
            {
                made.Add(Make(due[i], asked.Subjects[i], text));
            }
        }

        await CommitAsync(graph, name, made, cancellationToken);
        var left = due.Where((_, i) => texts[i] is null).ToList();
        return left.Count == 0
            ? WindowOutcome.Moved
            : await RetryAsync(graph, left, Together, "the answer left it out", cancellationToken);
    }

    // A thread is up to date when a request finds no further messages.
    private static NewSummary Make(DueSummary due, SummarySubject subject, string text) => due.ThreadKey is null
        ? new NewSummary(due, text, 0, null, IsComplete: true)
        : new NewSummary(due, text, subject.Lines[^1].Number, subject.Lines[^1].At, IsComplete: false);

    private async Task<WindowOutcome> RetryAsync(
        GraphSummaries graph, List<DueSummary> due, int attempts, string reason, CancellationToken cancellationToken)
    {
        if (due is [var single] && single.Attempts >= Together)
        {
            await summaries.GiveUpAsync(graph.GraphKey, single, reason, cancellationToken);
        }
        else
        {
            await summaries.CountAsync(graph.GraphKey, due, attempts, cancellationToken);
        }

        return WindowOutcome.Moved;
    }

    private ValueTask CommitAsync(
        GraphSummaries graph, string name, IReadOnlyList<NewSummary> made, CancellationToken cancellationToken) =>
        summaries.CommitAsync(
            graph.GraphKey, made, options.Value.Profiles[name].Model!, options.Value.Summaries.MinInterval, cancellationToken);

    private int Messages(DueSummary due)
    {
        var most = options.Value.Summaries.Messages;
        return due.Attempts < Together ? most : Math.Max(1, most / FewerMessages);
    }
}
