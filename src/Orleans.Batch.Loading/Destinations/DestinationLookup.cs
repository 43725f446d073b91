using System.Buffers;
using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>Asks the server which of many destinations exist, up to a thousand a call.</summary>
internal static class DestinationLookup
{
    // A character of an id is at most six bytes of JSON; the body stays within the server's smaller limit.
    private const int MaxCharacters = 64 * 1024;

    private static readonly (LineKind Kind, string List)[] Lists = [(LineKind.User, "users"), (LineKind.Thread, "threads"), (LineKind.Graph, "graphs")];

    /// <summary>Cuts destinations into those of one call each.</summary>
    public static IEnumerable<IReadOnlyList<NamedDestination>> Cut(IEnumerable<NamedDestination> named) =>
        SizedPages.Cut(named, Limits.LookUps, MaxCharacters, static d => d.Id.Length);

    /// <summary>
    /// Those that the call does not find. It finds objects by ids that callers chose; one that was created without an id is
    /// known by the text of its UUID, and must be asked for by itself.
    /// </summary>
    public static async Task<IReadOnlyList<NamedDestination>> FindUnknownAsync(
        ApiClient api, IReadOnlyList<NamedDestination> page, CancellationToken cancel)
    {
        var answer = await api.PostAsync("../v4/lookup", Body(page), key: null, readBody: true, cancel);
        if (!answer.Succeeded || !answer.Body.TryGetProperty("items", out var items))
        {
            return page;
        }

        var found = items.EnumerateArray()
            .Where(static i => i.TryGetProperty("found", out var found) && found.ValueKind == JsonValueKind.True)
            .Select(static i => (ApiResponse.Text(i, "resource_type"), ApiResponse.Text(i, "legacy_id")))
            .ToHashSet();
        return [.. page.Where(d => !found.Contains((d.Kind.ToString().ToLowerInvariant(), d.Id)))];
    }

    private static ReadOnlyMemory<byte> Body(IReadOnlyList<NamedDestination> page)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            foreach (var (kind, list) in Lists)
            {
                writer.WriteStartArray(list);
                foreach (var destination in page.Where(d => d.Kind == kind))
                {
                    writer.WriteStringValue(destination.Id);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return body.WrittenMemory;
    }
}
