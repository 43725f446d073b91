namespace Orleans.Batch.Extraction.Models;

/// <summary>How an endpoint is told the form of the answer, from the strictest to the one that every endpoint knows.</summary>
internal enum AnswerForm
{
    /// <summary>By a JSON schema, which it enforces.</summary>
    JsonSchema,

    /// <summary>By the prompt; the endpoint sees to it that the answer is a JSON object.</summary>
    JsonObject,

    /// <summary>By the prompt alone.</summary>
    Text,
}
