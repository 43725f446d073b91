using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Batch.Facts;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Tests.Models;

/// <summary>Answers as a model writes them.</summary>
internal static class Answers
{
    /// <summary>An answer with one fact, changed from one that states that Ada works at Acme.</summary>
    public static string WithFact(Action<JsonObject>? edit = null, params object[] entities)
    {
        var fact = new JsonObject
        {
            ["episodes"] = new JsonArray(1),
            ["subject"] = "Ada",
            ["predicate"] = "WORKS_AT",
            ["object"] = "Acme",
            ["value"] = null,
            ["fact"] = "Ada works at Acme.",
            ["ends"] = false,
            ["at"] = null,
            ["at_quote"] = null,
        };
        edit?.Invoke(fact);
        return new JsonObject { ["entities"] = JsonSerializer.SerializeToNode(entities), ["facts"] = new JsonArray(fact) }.ToJsonString();
    }

    public static object Entity(string name, string? type = null, string? sameAs = null) => new { name, type, same_as = sameAs };

    public static IReadOnlyList<ItemExtraction> Read(ExtractionWindow window, string answer) =>
        Extraction.Models.AnswerReader.Read(window, answer);

    /// <summary>The facts of the first turn, as lines.</summary>
    public static string[] Lines(ExtractionWindow window, string answer) => ExtractorOutput.Lines(Read(window, answer)[0]);
}
