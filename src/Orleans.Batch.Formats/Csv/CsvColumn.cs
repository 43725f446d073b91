using Microsoft.OpenApi;
using Orleans.Batch.Formats.Files;
using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Formats.Csv;

/// <summary>The meaning of a column's cells.</summary>
internal enum CsvColumnKind
{
    /// <summary>A field of text.</summary>
    Text,

    /// <summary>A field that is true or false.</summary>
    Truth,

    /// <summary>The whole metadata, as a JSON object.</summary>
    Metadata,

    /// <summary>One key of the metadata, a string.</summary>
    MetadataKey,
}

/// <summary>A column of a CSV file, by its header.</summary>
/// <param name="Kind">The meaning of its cells.</param>
/// <param name="Name">The field, or the key of the metadata.</param>
internal sealed record CsvColumn(CsvColumnKind Kind, string Name)
{
    private const string KeyPrefix = "metadata.";

    private static readonly IReadOnlyDictionary<string, CsvColumnKind> Kinds =
        FileFields.All.ToDictionary(static f => f.Name, KindOf, StringComparer.OrdinalIgnoreCase);

    /// <summary>Parses a header. Nothing is guessed: data of an unknown column would be lost silently.</summary>
    /// <exception cref="InvalidDataException">A column is unknown, or appears twice.</exception>
    public static CsvColumn[] FromHeader(IReadOnlyList<string> header, string file, long line)
    {
        var columns = new CsvColumn[header.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = FromHeader(header[i].Trim())
                ?? throw new InvalidDataException(
                    $"{file}, line {line}: column {i + 1}, \"{header[i]}\", is not a field. Fields are "
                    + $"{string.Join(", ", Kinds.Keys.Where(static k => k != "metadata"))} and metadata (a JSON object). Put what else should travel along into columns "
                    + $"{KeyPrefix}KEY. Nothing was sent.");
            if (Array.IndexOf(columns, columns[i]) < i)
            {
                throw new InvalidDataException($"{file}, line {line}: column {i + 1}, \"{header[i]}\", stands twice. Nothing was sent.");
            }
        }

        return columns;
    }

    private static CsvColumn? FromHeader(string name)
    {
        if (name.StartsWith(KeyPrefix, StringComparison.OrdinalIgnoreCase) && name.Length > KeyPrefix.Length)
        {
            return new(CsvColumnKind.MetadataKey, name[KeyPrefix.Length..]);
        }

        return Kinds.TryGetValue(name, out var kind) ? new(kind, name.ToLowerInvariant()) : null;
    }

    private static CsvColumnKind KindOf(FieldSchema field) => field.Value.Type switch
    {
        JsonSchemaType.Object => CsvColumnKind.Metadata,
        JsonSchemaType.Boolean => CsvColumnKind.Truth,
        _ => CsvColumnKind.Text,
    };
}
