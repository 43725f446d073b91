using System.Globalization;

namespace Orleans.Batch.Graphs;

/// <summary>The limits of one call: a larger number is clamped, zero or less is refused.</summary>
public static class QueryRules
{
    internal static MessageQuery Bound(MessageQuery query)
    {
        var problems = new ProblemList();
        var bounded = new MessageQuery(
            Clamp(query.Limit, Limits.PerPage, "limit", problems),
            query.Cursor,
            query.Last is { } last ? Clamp(last, Limits.PerPage, "lastn", problems) : null);
        if (query.Cursor < 0)
        {
            problems.Add(null, "cursor", ErrorCodes.OutOfRange, "cursor must not be negative");
        }

        FieldRules.Refuse(problems);
        return bounded;
    }

    internal static GraphQuery Bound(GraphQuery query)
    {
        var problems = new ProblemList();
        TextRules.Check(query.Search, Limits.ListSearchLength, null, "search", problems);
        TextRules.Check(query.After, Limits.IdLength, null, "cursor", problems);
        var bounded = query with
        {
            PageNumber = Clamp(query.PageNumber, Limits.PageNumber, "pageNumber", problems),
            PageSize = Clamp(query.PageSize, Limits.GraphsPerPage, "pageSize", problems),
        };
        FieldRules.Refuse(problems);
        return bounded;
    }

    internal static IdQuery Bound(IdQuery query)
    {
        var problems = new ProblemList();
        TextRules.Check(query.Search, Limits.ListSearchLength, null, "search", problems);
        TextRules.Check(query.After, Limits.IdLength, null, "cursor", problems);
        var bounded = query with
        {
            PageNumber = Clamp(query.PageNumber, Limits.PageNumber, "pageNumber", problems),
            PageSize = Clamp(query.PageSize, Limits.PerPage, "pageSize", problems),
        };
        FieldRules.Refuse(problems);
        return bounded;
    }

    internal static EpisodeQuery Bound(EpisodeQuery query)
    {
        var problems = new ProblemList();
        var bounded = query with { Limit = Clamp(query.Limit, Limits.EpisodesPerPage, "limit", problems) };
        FilterRules.Check(query.Filter, problems);
        FieldRules.Refuse(problems);
        return bounded;
    }

    internal static int BoundLast(int last)
    {
        var problems = new ProblemList();
        var bounded = Clamp(last, Limits.PerPage, "lastn", problems);
        FieldRules.Refuse(problems);
        return bounded;
    }

    internal static GraphTarget Require(GraphTarget target)
    {
        if (target.GraphId is null == target.UserId is null)
        {
            throw BatchServiceException.Invalid(ErrorCodes.Contradiction, "name a graph by graph_id or by user_id, one of the two");
        }

        _ = target.GraphId is { } graphId
            ? TextRules.RequireId(graphId, "graph_id")
            : TextRules.RequireId(target.UserId!, "user_id");
        return target;
    }

    internal static int Clamp(int value, int max, string field, ProblemList problems)
    {
        if (value < 1)
        {
            problems.Add(null, field, ErrorCodes.OutOfRange, string.Create(
                CultureInfo.InvariantCulture, $"{field} must be at least 1, got {value}"));
        }

        return Math.Min(value, max);
    }
}
