using System.Text.Json;

namespace Orleans.Batch.Dashboard;

/// <summary>A short view of a batch's metadata.</summary>
/// <param name="Name">Its <c>name</c>, <c>title</c> or <c>label</c>, if one of these keys has a text.</param>
/// <param name="Labels">The first of the other keys with plain values.</param>
internal sealed record BatchLabels(string? Name, IReadOnlyList<(string Key, string Value)> Labels)
{
    private const int MaxLabels = 5;
    private const int MaxLength = 60;

    public static BatchLabels None { get; } = new(null, []);

    public static BatchLabels FromMetadata(JsonText? metadata)
    {
        if (metadata is not { } text)
        {
            return None;
        }

        try
        {
            using var json = JsonDocument.Parse(text.Value);
            return json.RootElement.ValueKind == JsonValueKind.Object ? FromMetadata(json.RootElement) : None;
        }
        catch (JsonException)
        {
            return None; // too deep for this reader; the batch's page shows it as written
        }
    }

    private static BatchLabels FromMetadata(JsonElement metadata)
    {
        string? name = null;
        var labels = new List<(string, string)>();
        foreach (var field in metadata.EnumerateObject())
        {
            if (name is null && field.Name is "name" or "title" or "label" && field.Value.ValueKind == JsonValueKind.String)
            {
                name = SafeText.Truncate(field.Value.GetString(), MaxLength * 2);
            }
            else if (labels.Count < MaxLabels && field.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
            {
                labels.Add((SafeText.Truncate(field.Name, MaxLength), SafeText.Truncate(field.Value.ToString(), MaxLength)));
            }
        }

        return new BatchLabels(string.IsNullOrWhiteSpace(name) ? null : name, labels);
    }
}
