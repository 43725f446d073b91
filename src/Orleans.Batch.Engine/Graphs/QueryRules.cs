using System.Globalization;

namespace Orleans.Batch.Graphs;

/// <summary>The limits of one call: a larger number is clamped, zero or less is refused.</summary>
public static class QueryRules
{
    /// <summary>Most messages of a thread per call.</summary>
    public const int MaxMessages = 1_000;

    /// <summary>Most episodes per page.</summary>
    public const int MaxEpisodes = 100;

    /// <summary>Most of the most recent episodes per call.</summary>
    public const int MaxLastEpisodes = 1_000;

    /// <summary>Most graphs per page.</summary>
    public const int MaxGraphs = 100;

    /// <summary>Most users or threads per page.</summary>
    public const int MaxIds = 1_000;

    internal static MessageQuery Bound(MessageQuery query)
    {
        var problems = new ProblemList();
        var bounded = new MessageQuery(
            Clamp(query.Limit, MaxMessages, "limit", problems),
            query.Cursor,
            query.Last is { } last ? Clamp(last, MaxMessages, "lastn", problems) : null);
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
        Clamp(query.PageNumber, int.MaxValue, "pageNumber", problems);
        TextRules.Check(query.Search, Limits.IdLength, null, "search", problems);
        TextRules.Check(query.After, Limits.IdLength, null, "cursor", problems);
        var bounded = query with { PageSize = Clamp(query.PageSize, MaxGraphs, "pageSize", problems) };
        FieldRules.Refuse(problems);
        return bounded;
    }

    internal static IdQuery Bound(IdQuery query)
    {
        var problems = new ProblemList();
        Clamp(query.PageNumber, int.MaxValue, "pageNumber", problems);
        TextRules.Check(query.After, Limits.IdLength, null, "cursor", problems);
        var bounded = query with { PageSize = Clamp(query.PageSize, MaxIds, "pageSize", problems) };
        FieldRules.Refuse(problems);
        return bounded;
    }

    internal static EpisodeQuery Bound(EpisodeQuery query)
    {
        var problems = new ProblemList();
        var bounded = query with { Limit = Clamp(query.Limit, MaxEpisodes, "limit", problems) };
        FilterRules.Check(query.Filter, problems);
        FieldRules.Refuse(problems);
        return bounded;
    }

    internal static int BoundLast(int last)
    {
        var problems = new ProblemList();
        var bounded = Clamp(last, MaxLastEpisodes, "lastn", problems);
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
