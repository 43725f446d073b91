using System.Text.Json;

namespace Orleans.Batch.Server.Loading;

/// <summary>Which items of a page a refusal names.</summary>
internal static class RefusedItems
{
    /// <summary>
    /// The first problem of each named item, by its index in the page; none when the refusal is about the page as a whole.
    /// </summary>
    public static SortedDictionary<int, LineProblem> Of(ApiAnswer answer, int count)
    {
        var refused = new SortedDictionary<int, LineProblem>();
        if (answer.Body.ValueKind == JsonValueKind.Object && answer.Body.TryGetProperty("errors", out var errors)
            && errors.ValueKind == JsonValueKind.Array)
        {
            foreach (var error in errors.EnumerateArray())
            {
                if (error.TryGetProperty("index", out var at) && at.ValueKind == JsonValueKind.Number
                    && at.TryGetInt32(out var index) && index >= 0 && index < count)
                {
                    refused.TryAdd(index, new(
                        ApiAnswer.Text(error, "field"), ApiAnswer.Text(error, "code"), ApiAnswer.Text(error, "message")));
                }
            }
        }

        return refused;
    }
}
