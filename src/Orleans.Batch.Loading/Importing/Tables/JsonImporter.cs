using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>Imports any JSON array of objects, or objects one behind another: their fields are named with <c>--map</c>.</summary>
internal sealed class JsonImporter(ImportSettings settings) : IImporter
{
    private readonly MappedFields _fields = new(settings);

    /// <inheritdoc/>
    public Task RunAsync(string path, ImportWriter writer, CancellationToken cancel)
    {
        var name = Path.GetFileName(path);
        var rows = new RowWriter(_fields, settings, writer);
        var found = new HashSet<string>();
        using var items = new JsonItems(FileContent.Open(path, out _), name, settings.Items?.Split('.') ?? []);
        var count = 0L;
        foreach (var item in items.Read())
        {
            cancel.ThrowIfCancellationRequested();
            count++;
            var place = $"{name}, element {item.Number:N0}";
            if (item.Value.ValueKind != JsonValueKind.Object)
            {
                writer.Reject(place, item.Value, "It is not an object");
                continue;
            }

            rows.Add(place, item.Value.GetRawText, field =>
            {
                var value = Find(item.Value, field);
                if (value is not null)
                {
                    found.Add(field);
                }

                return value;
            });
        }

        if (count > 0 && !found.Contains(settings.Map["content"]))
        {
            throw new InvalidDataException(
                $"No element of {name} has \"{settings.Map["content"]}\". Is the path right, and is the array elsewhere in the document (--items)? Nothing was sent.");
        }

        return Task.CompletedTask;
    }

    // A name with points in it comes before a path.
    private static string? Find(JsonElement row, string path)
    {
        if (row.Field(path).ValueKind != JsonValueKind.Undefined)
        {
            return row.Field(path).Value();
        }

        foreach (var name in path.Split('.'))
        {
            row = row.Field(name);
        }

        return row.Value();
    }
}
