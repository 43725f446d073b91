using System.Text;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Graphs;

/// <summary>Fills a template with what a search finds. Lines are those of the usual context, without its headings.</summary>
internal sealed class TemplateRenderer(
    ISearchStore store, GraphSearcher searcher, SearchPlan plan, GraphSearch search, IReadOnlyCollection<Guid> except)
{
    private FactRanking? _facts;
    private EpisodeHits? _found;

    /// <summary>The text.</summary>
    /// <param name="template">The template.</param>
    /// <param name="maxCharacters">How long the text may be.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    public async ValueTask<string> RenderAsync(string template, int maxCharacters, CancellationToken cancellationToken)
    {
        var parts = TemplateText.Parse(template, new ProblemList());
        (_facts, _found) = await searcher.FindAsync(plan, search, cancellationToken);
        var text = new StringBuilder();
        foreach (var (before, variable) in parts)
        {
            text.Append(before);
            if (variable is not null)
            {
                text.AppendJoin('\n', await LinesAsync(variable, cancellationToken));
            }
        }

        return text.Length <= maxCharacters ? text.ToString() : text.ToString(0, maxCharacters);
    }

    private async ValueTask<IEnumerable<string>> LinesAsync(TemplateVariable variable, CancellationToken cancellationToken)
    {
        var limited = search with { Limit = variable.Limit };
        switch (variable.Kind)
        {
            case TemplateVariableKind.Edges:
                var filters = variable.Types.Count == 0 ? null : new SearchFilters { EdgeTypes = variable.Types };
                var facts = filters is null ? _facts! : await searcher.RankFactsAsync(plan, search, filters, cancellationToken);
                return (await searcher.EdgesAsync(facts, limited, cancellationToken)).Select(e => $"- {ContextText.Line(e)}");
            case TemplateVariableKind.Entities:
                var typed = variable.Types.Count == 0 ? limited : limited with { Filters = new() { NodeLabels = variable.Types } };
                return (await searcher.NodesAsync(_facts!, typed, cancellationToken))
                    .Select(n => $"- {ContextText.Line(n, variable.IncludeAttributes)}");
            case TemplateVariableKind.Episodes:
                return (await searcher.EpisodesAsync(_facts!, _found!, limited, except, cancellationToken))
                    .OrderBy(e => e.CreatedAt)
                    .Select(e => $"- {ContextText.Line(e)}");
            case TemplateVariableKind.UserSummary:
                return (await store.ReadNodesAsync(plan, [NodeId.OfUser(plan.GraphKey)], cancellationToken)).Select(n => n.Summary);
            default:
                return [];
        }
    }
}
