using System.Globalization;

namespace Orleans.Batch;

/// <summary>The rules for an item to add. They need no database.</summary>
public static class BatchItemRules
{
    /// <summary>Requires the items of one add call to be some, not too many, and without problems.</summary>
    /// <exception cref="BatchServiceException">They are not; all problems are listed.</exception>
    public static void Require(IReadOnlyList<NewBatchItem> items)
    {
        if (items.Count == 0)
        {
            throw BatchServiceException.Invalid(ErrorCodes.Required, "items must hold at least one item");
        }

        if (items.Count > Limits.ItemsPerAdd)
        {
            throw BatchServiceException.Invalid(ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture,
                $"at most {Limits.ItemsPerAdd} items can be added in one call, got {items.Count}; send them in several calls"));
        }

        var problems = new ProblemList();
        for (var i = 0; i < items.Count; i++)
        {
            Check(items[i], i, problems);
        }

        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(
                string.Create(CultureInfo.InvariantCulture, $"{problems.Count} problems in {items.Count} items; nothing was added"),
                problems);
        }
    }

    /// <summary>Adds every problem of one item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="index">Its position in the call; null when the call is about one item.</param>
    /// <param name="problems">The list to add to.</param>
    public static void Check(NewBatchItem item, int? index, ProblemList problems)
    {
        if (item.Kind == ItemKind.GraphEpisode)
        {
            CheckEpisode(item, index, problems);
        }
        else
        {
            CheckMessage(item, index, problems);
        }

        // A field that does not apply to the item's kind is checked too.
        TextRules.Check(item.SourceDescription, Limits.SourceDescriptionLength, index, "source_description", problems);
        TextRules.Check(item.Name, Limits.SpeakerNameLength, index, "name", problems);
        if (item.DocumentId is { Length: 0 })
        {
            problems.Add(index, "document_id", ErrorCodes.InvalidId, "document_id must not be empty");
        }

        TextRules.Check(item.DocumentId, Limits.DocumentIdLength, index, "document_id", problems);
        if (item.RecordId is { Length: 0 })
        {
            problems.Add(index, "record_id", ErrorCodes.InvalidId, "record_id must not be empty");
        }

        TextRules.Check(item.RecordId, Limits.RecordIdLength, index, "record_id", problems);
        MetadataRules.CheckItem(item.Metadata, index, problems);
    }

    private static void CheckEpisode(NewBatchItem item, int? index, ProblemList problems)
    {
        switch (item)
        {
            case { GraphId: null, UserId: null }:
                problems.Add(index, "graph_id", ErrorCodes.Required, "a graph_episode needs graph_id or user_id");
                break;
            case { GraphId: not null, UserId: not null }:
                problems.Add(index, "graph_id", ErrorCodes.Contradiction, "a graph_episode takes graph_id or user_id, not both");
                break;
        }

        TextRules.CheckId(item.GraphId, index, "graph_id", problems);
        TextRules.CheckId(item.UserId, index, "user_id", problems);
        if (item.Content is null)
        {
            problems.Add(index, "data", ErrorCodes.Required, "a graph_episode needs data");
        }

        TextRules.Check(item.Content, Limits.DataLength, index, "data", problems);
        if (item.DataType == DataType.Json)
        {
            NumberRules.Check(item.Content, index, "data", problems);
        }

        if (item.DataType is null)
        {
            problems.Add(index, "data_type", ErrorCodes.Required, "a graph_episode needs data_type: text, json or message");
        }
    }

    private static void CheckMessage(NewBatchItem item, int? index, ProblemList problems)
    {
        if (item.ThreadId is null)
        {
            problems.Add(index, "thread_id", ErrorCodes.Required, "a thread_message needs thread_id");
        }

        TextRules.CheckId(item.ThreadId, index, "thread_id", problems);
        if (item.Content is null)
        {
            problems.Add(index, "content", ErrorCodes.Required, "a thread_message needs content");
        }

        TextRules.Check(item.Content, Limits.MessageLength, index, "content", problems);
        if (item.Role is null)
        {
            problems.Add(
                index, "role", ErrorCodes.Required, "a thread_message needs role: norole, system, assistant, user, function or tool");
        }
    }
}
