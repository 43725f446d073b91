using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Graphs;

/// <summary>Validates searches, and runs them.</summary>
internal sealed class SearchService(
    ISearchStore store, IThreadStore threads, IContextTemplateStore templates, IOptions<ContextOptions> options) : ISearchClient
{
    private readonly GraphSearcher _searcher = new(store);
    private readonly ThreadContext _context = new(store, options.Value.MaxCharacters);

    private const int ContextMessages = 4;

    /// <inheritdoc/>
    public ValueTask<GraphSearchResults> SearchAsync(
        ProjectId project, GraphTarget target, GraphSearch search, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        var bounded = SearchRules.Bound(search);
        var began = Stopwatch.GetTimestamp();
        return GraphGuard.FindAsync(
            target,
            async () => await _searcher.SearchAsync(project, target, bounded, cancellationToken) is { } found
                ? found with { Elapsed = Stopwatch.GetElapsedTime(began), Reranker = SearchRules.AppliedReranker(bounded) }
                : null);
    }

    /// <inheritdoc/>
    public async ValueTask<string> GetContextAsync(
        ProjectId project, string threadId, string? templateId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(threadId, "thread_id");
        var template = templateId is null
            ? null
            : (await ServiceGuard.FindAsync(
                "context template", templateId, () => templates.FindTemplateAsync(project, templateId, cancellationToken))).Template;
        var thread = await ServiceGuard.FindAsync(
            "thread",
            threadId,
            () => threads.FindMessagesAsync(project, threadId, new MessageQuery(Last: ContextMessages), cancellationToken));

        return await ServiceGuard.FindAsync(
            "thread",
            threadId,
            () => _context.ComposeAsync(
                project, GraphTarget.ForUser(thread.Thread.UserId), thread.Messages, template, cancellationToken));
    }
}
