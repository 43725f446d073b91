using System.Globalization;
using Orleans.Batch.Graphs;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Realtime;

/// <summary>The rules for accepting episodes and messages.</summary>
internal static class RealtimeRules
{
    public static void Check(NewEpisode episode)
    {
        QueryRules.Require(episode.Target);
        var problems = new ProblemList();
        TextRules.Check(episode.Content, Limits.DataLength, null, "data", problems);
        TextRules.Check(
            episode.SourceDescription, Limits.SourceDescriptionLength, null, "source_description", problems);
        if (episode.DocumentId is { Length: 0 })
        {
            problems.Add(null, "document_id", ErrorCodes.InvalidId, "document_id must not be empty");
        }

        TextRules.Check(episode.DocumentId, Limits.DocumentIdLength, null, "document_id", problems);
        MetadataRules.CheckItem(episode.Metadata, null, problems);

        if (episode.DataType == DataType.Json)
        {
            NumberRules.Check(episode.Content, null, "data", problems);
        }

        // A batch records it on the item; a live call can return it to its caller.
        if (problems.Count == 0 && episode.DataType == DataType.Json && JsonCheck.Check(episode.Content) is { } error)
        {
            problems.Add(null, "data", error.Code, error.Message.Replace("data_type", "type", StringComparison.Ordinal));
        }

        FieldRules.Refuse(problems);
    }

    public static void Check(string threadId, IReadOnlyList<NewMessage> messages)
    {
        TextRules.RequireId(threadId, "thread_id");
        if (messages.Count is 0 or > Limits.MessagesPerCall)
        {
            throw BatchServiceException.Invalid(
                messages.Count == 0 ? ErrorCodes.Required : ErrorCodes.TooMany,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"messages must hold 1 to {Limits.MessagesPerCall} messages, got {messages.Count}; send more in several calls, or as a batch"));
        }

        var problems = new ProblemList();
        for (var i = 0; i < messages.Count; i++)
        {
            MessageRules.Check(messages[i], i, problems);
        }

        FieldRules.Refuse(problems);
    }
}
