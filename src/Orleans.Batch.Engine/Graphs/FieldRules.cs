namespace Orleans.Batch.Graphs;

/// <summary>The rules for the fields of users and graphs. Lengths count code points.</summary>
public static class FieldRules
{
    internal static void Check(string userId, UserFields fields)
    {
        var problems = new ProblemList();
        Check(userId, fields, problems);
        Refuse(problems);
    }

    internal static void Check(string userId, UserFields fields, ProblemList problems)
    {
        TextRules.CheckId(userId, null, "user_id", problems);
        TextRules.Check(fields.Email, Limits.NameLength, null, "email", problems);
        TextRules.Check(fields.FirstName, Limits.NameLength, null, "first_name", problems);
        TextRules.Check(fields.LastName, Limits.NameLength, null, "last_name", problems);
        TimeZoneRules.Check(fields.TimeZone, "time_zone", problems);
        MetadataRules.CheckObject(fields.Metadata, "metadata", problems);
    }

    internal static void Check(string graphId, GraphFields fields)
    {
        var problems = new ProblemList();
        Check(graphId, fields, problems);
        Refuse(problems);
    }

    internal static void Check(string graphId, GraphFields fields, ProblemList problems)
    {
        TextRules.CheckId(graphId, null, "graph_id", problems);
        TextRules.Check(fields.Name, Limits.NameLength, null, "name", problems);
        TextRules.Check(fields.Description, Limits.DescriptionLength, null, "description", problems);
        TimeZoneRules.Check(fields.TimeZone, "time_zone", problems);
    }

    internal static void Check(string threadId, string userId)
    {
        var problems = new ProblemList();
        Check(threadId, userId, problems);
        Refuse(problems);
    }

    internal static void Check(string threadId, string userId, ProblemList problems)
    {
        TextRules.CheckId(threadId, null, "thread_id", problems);
        TextRules.CheckId(userId, null, "user_id", problems);
    }

    internal static void Refuse(ProblemList problems)
    {
        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(string.Join("; ", problems.Listed.Take(5).Select(p => p.Message)), problems);
        }
    }
}
