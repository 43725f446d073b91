using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Formats.Csv;

/// <summary>
/// Converts a row to the JSON object of a load file's line. An empty cell is an absent field. Without a type, a row with
/// content is a message and any other an episode; without a data_type, an episode is text.
/// </summary>
internal sealed class CsvRowJson(CsvColumn[] columns) : IDisposable
{
    // Does not escape other scripts and quotes: the lines are sent, and are shown in refusals.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, Readable);
    private readonly int _type = Array.FindIndex(columns, c => c.Name == "type" && c.Kind == CsvColumnKind.Text);
    private readonly int _dataType = Array.FindIndex(columns, c => c.Name == "data_type" && c.Kind == CsvColumnKind.Text);
    private readonly int _data = Array.FindIndex(columns, c => c.Name == "data" && c.Kind == CsvColumnKind.Text);
    private readonly int _content = Array.FindIndex(columns, c => c.Name == "content" && c.Kind == CsvColumnKind.Text);
    private readonly int _metadata = Array.FindIndex(columns, c => c.Kind == CsvColumnKind.Metadata);
    private readonly int[] _keys = [.. Enumerable.Range(0, columns.Length).Where(i => columns[i].Kind == CsvColumnKind.MetadataKey)];

    /// <summary>Returns the object, valid until the next call, and the problem of the row, or null.</summary>
    public ReadOnlySpan<byte> ToJson(CsvReader row, out LineError? problem)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
        WriteType(row);
        for (var i = 0; i < columns.Length; i++)
        {
            if (i != _type && Has(row, i))
            {
                Write(columns[i], row.GetSpan(i));
            }
        }

        problem = WriteMetadata(row);
        if (problem is not null)
        {
            return default;
        }

        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan;
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private static bool Has(CsvReader row, int at) => at >= 0 && !row.IsEmpty(at);

    private void WriteType(CsvReader row)
    {
        if (Has(row, _type))
        {
            _json.WriteString("type"u8, row.GetSpan(_type));
        }
        else
        {
            _json.WriteString("type"u8, Has(row, _content) ? "thread_message"u8 : "graph_episode"u8);
        }

        if (!Has(row, _dataType) && Has(row, _data))
        {
            _json.WriteString("data_type"u8, "text"u8);
        }
    }

    private void Write(CsvColumn column, ReadOnlySpan<byte> cell)
    {
        switch (column.Kind)
        {
            case CsvColumnKind.Text:
                _json.WriteString(column.Name, cell);
                break;
            case CsvColumnKind.Truth when Utf8Parser.TryParse(cell, out bool truth, out var used) && used == cell.Length:
                _json.WriteBoolean(column.Name, truth);
                break;
            case CsvColumnKind.Truth:
                _json.WriteString(column.Name, cell); // the server refuses it with a reason
                break;
            default:
                break;
        }
    }

    private LineError? WriteMetadata(CsvReader row)
    {
        if (!Has(row, _metadata) && !_keys.Any(k => Has(row, k)))
        {
            return null;
        }

        _json.WriteStartObject("metadata"u8);
        if (Has(row, _metadata) && WriteWhole(row) is { } problem)
        {
            return problem;
        }

        foreach (var key in _keys.Where(k => Has(row, k)))
        {
            _json.WriteString(columns[key].Name, row.GetSpan(key));
        }

        _json.WriteEndObject();
        return null;
    }

    private LineError? WriteWhole(CsvReader row)
    {
        try
        {
            var reader = new Utf8JsonReader(row.GetSpan(_metadata));
            using var whole = JsonDocument.ParseValue(ref reader);
            if (reader.Read() || whole.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new("metadata", ErrorCodes.WrongType, "The column metadata must hold a JSON object.");
            }

            foreach (var property in whole.RootElement.EnumerateObject())
            {
                property.WriteTo(_json);
            }

            return null;
        }
        catch (JsonException)
        {
            return new("metadata", ErrorCodes.MalformedJson, "The column metadata must hold a JSON object; this is not JSON.");
        }
    }
}
