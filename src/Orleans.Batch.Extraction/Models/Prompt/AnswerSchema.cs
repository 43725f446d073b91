using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>The JSON schema of an answer, in the strict form: every property is required, and null where it is absent.</summary>
internal static class AnswerSchema
{
    /// <summary>The schema. It is part of the key of a request, so a change makes all stored answers unused.</summary>
    public const string Json =
        """
        {"type":"object","properties":{"entities":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"type":{"type":["string","null"]},"same_as":{"type":["string","null"]}},"required":["name","type","same_as"],"additionalProperties":false}},"facts":{"type":"array","items":{"type":"object","properties":{"episodes":{"type":"array","items":{"type":"integer"}},"subject":{"type":"string"},"predicate":{"type":"string"},"object":{"type":["string","null"]},"value":{"type":["string","number","boolean","null"]},"fact":{"type":"string"},"ends":{"type":"boolean"},"at":{"type":["string","null"]},"at_quote":{"type":["string","null"]}},"required":["episodes","subject","predicate","object","value","fact","ends","at","at_quote"],"additionalProperties":false}}},"required":["entities","facts"],"additionalProperties":false}
        """;

    /// <summary>The form of an answer.</summary>
    public static AnswerFormat Format { get; } = new("facts", Json);
}
