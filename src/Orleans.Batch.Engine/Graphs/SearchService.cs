using System.Diagnostics;
using Microsoft.Extensions.Options;
using Orleans.Batch.Embeddings;

namespace Orleans.Batch.Graphs;

/// <summary>Validates searches, and runs them.</summary>
internal sealed class SearchService(
    ISearchStore store, IThreadStore threads, IContextTemplateStore templates, IOptions<ContextOptions> options,
    MeaningSearch? meaning = null) : ISearchClient
{
    private readonly GraphSearcher _searcher = new(store, meaning);
    private readonly ThreadContext _context = new(store, new GraphSearcher(store, meaning), options.Value.MaxCharacters);

    private const int ContextMessages = 4;

    /// <inheritdoc/>
    public async ValueTask<GraphSearchResults> SearchAsync(
        ProjectId project, GraphTarget target, GraphSearch search, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        var bounded = SearchRules.Bound(search);
        var began = Stopwatch.GetTimestamp();
        var template = await FindTemplateAsync(project, search.TemplateId, cancellationToken);
        return await GraphGuard.FindAsync(
            target,
            async () => await _searcher.SearchAsync(project, target, bounded, template, cancellationToken) is { } found
                ? found with { Elapsed = Stopwatch.GetElapsedTime(began), Reranker = SearchRules.AppliedReranker(bounded) }
                : null);
    }

    /// <inheritdoc/>
    public async ValueTask<string> GetContextAsync(
        ProjectId project, string threadId, string? templateId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(threadId, "thread_id");
        var template = await FindTemplateAsync(project, templateId, cancellationToken);
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

    private async ValueTask<string?> FindTemplateAsync(ProjectId project, string? templateId, CancellationToken cancellationToken) =>
        templateId is null
            ? null
            : (await ServiceGuard.FindAsync(
                "context template", templateId, () => templates.FindTemplateAsync(project, templateId, cancellationToken))).Template;
}
