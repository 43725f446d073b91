using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>
/// The messages from the root of a conversation's tree to its current node. A regenerated answer or an edited question
/// begins another branch, which the export keeps and the owner no longer sees.
/// </summary>
/// <param name="Messages">The messages in order.</param>
/// <param name="Others">How many messages of user and assistant are on other branches.</param>
internal sealed record ChatGptBranch(IReadOnlyList<JsonElement> Messages, long Others)
{
    /// <summary>Finds the branch.</summary>
    public static ChatGptBranch Of(JsonElement conversation)
    {
        var mapping = conversation.Field("mapping");
        var seen = new HashSet<string>();
        var messages = new List<JsonElement>();
        var node = conversation.Text("current_node");
        if (node is null || mapping.Field(node).ValueKind != JsonValueKind.Object)
        {
            node = Latest(mapping);
        }

        // A damaged tree may go round in a circle.
        while (node is not null && seen.Add(node))
        {
            var at = mapping.Field(node);
            if (at.Field("message").ValueKind == JsonValueKind.Object)
            {
                messages.Add(at.Field("message"));
            }

            node = at.Text("parent");
        }

        messages.Reverse();
        var others = mapping.EnumerateObject().Count(n => !seen.Contains(n.Name) && ChatGptText.IsSpoken(n.Value.Field("message")));
        return new(messages, others);
    }

    private static string? Latest(JsonElement mapping) => mapping.EnumerateObject()
        .Where(n => !n.Value.Elements("children").Any())
        .OrderByDescending(n => n.Value.Field("message").Seconds("create_time") ?? DateTimeOffset.MinValue)
        .Select(n => n.Name)
        .FirstOrDefault();
}
