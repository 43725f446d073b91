using System.Text.Json;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>Finds the items of a page that a refusal names.</summary>
internal static class RefusedItems
{
    /// <summary>
    /// The first problem of each named item, by its index in the page; none when the refusal is about the page as a whole.
    /// </summary>
    public static SortedDictionary<int, LineError> FromResponse(ApiResponse answer, int count)
    {
        var refused = new SortedDictionary<int, LineError>();
        if (answer.Body.ValueKind == JsonValueKind.Object && answer.Body.TryGetProperty("errors", out var errors)
            && errors.ValueKind == JsonValueKind.Array)
        {
            foreach (var error in errors.EnumerateArray())
            {
                if (error.TryGetProperty("index", out var at) && at.ValueKind == JsonValueKind.Number
                    && at.TryGetInt32(out var index) && index >= 0 && index < count)
                {
                    refused.TryAdd(index, new(
                        ApiResponse.Text(error, "field"), ApiResponse.Text(error, "code"), ApiResponse.Text(error, "message")));
                }
            }
        }

        return refused;
    }
}
