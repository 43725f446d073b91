using System.Net;
using System.Text.Json;

namespace Orleans.Batch.Loading.Verifying;

/// <summary>Finds the users, graphs and threads of a file's records, and compares every field of a record.</summary>
internal sealed class RecordCheck(ApiClient api, Differences found)
{
    /// <summary>Checks one record.</summary>
    public async ValueTask RunAsync(Destination record, CancellationToken cancel)
    {
        var id = Uri.EscapeDataString(record.Id);
        var answer = await api.GetAsync(
            record.Kind switch
            {
                LineKind.User => $"users/{id}",
                LineKind.Graph => $"graph/{id}",
                _ => $"threads/{id}/messages?limit=1",
            },
            cancel);
        var named = $"{record.Kind.ToString().ToLowerInvariant()} {record.Id}";
        if (answer.Status == HttpStatusCode.NotFound)
        {
            found.Add(record.Line, Difference.Missing, "", $"{named} does not exist.");
            return;
        }

        using var given = JsonDocument.Parse(record.Body);
        var other = given.RootElement.EnumerateObject()
            .Where(f => f.Name != "thread_id" && f.Value.ValueKind != JsonValueKind.Null && !IsSame(f.Value, answer.Body, f.Name))
            .Select(f => f.Name)
            .ToArray();
        if (other.Length > 0)
        {
            var fields = string.Join(", ", other);
            found.Add(record.Line, Difference.Different, fields, $"{named} has other {fields}.");
        }
    }

    private static bool IsSame(JsonElement given, JsonElement answer, string field) =>
        answer.TryGetProperty(field, out var there)
            ? given.ValueKind == JsonValueKind.Object
                ? TextHash.HashMetadata(given) == TextHash.HashMetadata(there)
                : JsonElement.DeepEquals(given, there)
            : given.ValueKind == JsonValueKind.String && given.GetString()!.Length == 0;
}
