namespace Orleans.Batch.Gateway.Realtime;

/// <summary>Checks which graph a body names.</summary>
internal static class TargetFields
{
    /// <summary>Adds a problem unless exactly one of the two is present.</summary>
    public static void Require(ref JsonCursor cursor, string? graphId, string? userId)
    {
        if (graphId is not null && userId is not null)
        {
            cursor.Add("graph_id", ErrorCodes.Contradiction, "send graph_id or user_id, not both");
        }
        else if (graphId is null && userId is null && !cursor.Problems.Listed.Any(p => p.Field is "graph_id" or "user_id"))
        {
            cursor.Add("graph_id", ErrorCodes.Required, "graph_id or user_id is required: the graph, or the user whose graph it is");
        }

        TextRules.CheckId(graphId, null, "graph_id", cursor.Problems);
        TextRules.CheckId(userId, null, "user_id", cursor.Problems);
    }
}
