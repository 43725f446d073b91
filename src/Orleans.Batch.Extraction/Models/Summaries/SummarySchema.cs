using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>The form of an answer with summaries.</summary>
internal static class SummarySchema
{
    /// <summary>The property that holds the list of summaries.</summary>
    public const string List = "summaries";

    /// <summary>The form. Its schema is part of the key of a request, so a change makes all stored answers unused.</summary>
    public static AnswerFormat Format { get; } = new(
        List,
        """
        {"type":"object","properties":{"summaries":{"type":"array","items":{"type":"object","properties":{"subject":{"type":"integer"},"summary":{"type":"string"}},"required":["subject","summary"],"additionalProperties":false}}},"required":["summaries"],"additionalProperties":false}
        """);
}
