using System.Globalization;

namespace Orleans.Batch.Graphs;

/// <summary>The rules for destinations that are created together: those of each, and how many one call may have.</summary>
public static class DestinationRules
{
    /// <summary>The list of users in the fields of problems.</summary>
    public const string Users = "users";

    /// <summary>The list of graphs in the fields of problems.</summary>
    public const string Graphs = "graphs";

    /// <summary>The list of threads in the fields of problems.</summary>
    public const string Threads = "threads";

    /// <summary>A refusal of the call with all its problems.</summary>
    public static BatchServiceException Refuse(ProblemList problems)
    {
        problems.SortByIndex();
        return BatchServiceException.Invalid(problems.Describe(), problems);
    }

    internal static void Check(NewDestinations destinations)
    {
        if (destinations.Count is 0 or > Limits.DestinationsPerCall)
        {
            throw BatchServiceException.Invalid(
                destinations.Count == 0 ? ErrorCodes.Required : ErrorCodes.TooMany,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a call may create 1 to {Limits.DestinationsPerCall} users, graphs and threads together, got {destinations.Count}"));
        }

        var problems = new ProblemList();
        Check(destinations.Users, Users, problems, static (u, p) => FieldRules.Check(u.UserId, u.Fields, p));
        Check(destinations.Graphs, Graphs, problems, static (g, p) => FieldRules.Check(g.GraphId, g.Fields, p));
        Check(destinations.Threads, Threads, problems, static (t, p) => FieldRules.Check(t.ThreadId, t.UserId, p));
        if (problems.Count > 0)
        {
            throw Refuse(problems);
        }
    }

    private static void Check<T>(IReadOnlyList<T> entries, string list, ProblemList problems, Action<T, ProblemList> check)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var first = problems.Listed.Count;
            check(entries[i], problems);
            problems.Place(first, list, i);
        }
    }
}
