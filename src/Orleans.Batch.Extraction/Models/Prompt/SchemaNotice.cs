using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Describes the form of an answer, for endpoints that cannot be given a schema.</summary>
internal static class SchemaNotice
{
    /// <summary>The text, which is added to the instructions.</summary>
    public static string Write(AnswerFormat format) =>
        $"\n\nThe JSON object matches this schema, and no text stands before or behind it:\n{format.Schema}";

    /// <summary>How many tokens it has at most.</summary>
    public static int CountTokens(AnswerFormat format) => TokenEstimate.Count(Write(format));
}
