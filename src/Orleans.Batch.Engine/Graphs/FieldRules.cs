namespace Orleans.Batch.Graphs;

/// <summary>What the fields of users and graphs may hold. Lengths count code points.</summary>
public static class FieldRules
{
    /// <summary>Longest e-mail address, first or last name, and graph name.</summary>
    public const int MaxNameLength = 500;

    /// <summary>Longest description of a graph.</summary>
    public const int MaxDescriptionLength = 10_000;

    /// <summary>Longest time zone name. Whether there is such a zone is not checked: the list changes.</summary>
    public const int MaxTimeZoneLength = 100;

    internal static void Check(string userId, UserFields fields)
    {
        var problems = new ProblemList();
        TextRules.CheckId(userId, null, "user_id", problems);
        TextRules.Check(fields.Email, MaxNameLength, null, "email", problems);
        TextRules.Check(fields.FirstName, MaxNameLength, null, "first_name", problems);
        TextRules.Check(fields.LastName, MaxNameLength, null, "last_name", problems);
        TextRules.Check(fields.TimeZone, MaxTimeZoneLength, null, "time_zone", problems);
        MetadataRules.CheckObject(fields.Metadata, "metadata", problems);
        Refuse(problems);
    }

    internal static void Check(string graphId, GraphFields fields)
    {
        var problems = new ProblemList();
        TextRules.CheckId(graphId, null, "graph_id", problems);
        TextRules.Check(fields.Name, MaxNameLength, null, "name", problems);
        TextRules.Check(fields.Description, MaxDescriptionLength, null, "description", problems);
        TextRules.Check(fields.TimeZone, MaxTimeZoneLength, null, "time_zone", problems);
        Refuse(problems);
    }

    internal static void Check(string threadId, string userId)
    {
        var problems = new ProblemList();
        TextRules.CheckId(threadId, null, "thread_id", problems);
        TextRules.CheckId(userId, null, "user_id", problems);
        Refuse(problems);
    }

    internal static void Refuse(ProblemList problems)
    {
        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(string.Join("; ", problems.Listed.Take(5).Select(p => p.Message)), problems);
        }
    }
}
