using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Orleans.Batch;

/// <summary>
/// Identifies items without a record id by their content: destination, text, date and every other stored field. Two
/// lines with the same meaning have one identity, regardless of the order of fields and of metadata keys, escapes,
/// offsets of dates, JSON or CSV.
/// </summary>
public static class ContentIdentity
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_fields;

    /// <summary>128 bits of SHA-256 of the item's fields; the item passes <see cref="BatchItemRules"/>.</summary>
    public static UInt128 FromItem(NewBatchItem item)
    {
        var fields = Begin(item);
        var message = item.Kind == ItemKind.ThreadMessage;
        Add(fields, item.Content);
        Add(fields, message ? $"role {(int)item.Role!.Value}" : $"data_type {(int)item.DataType!.Value}");
        Add(fields, message ? item.Name : item.SourceDescription);
        Add(fields, message ? null : item.DocumentId);
        Add(fields, item.CreatedAt is { } at ? $"{at.UtcTicks / TimeSpan.TicksPerMicrosecond}" : null);
        AddMetadata(fields, item.Metadata?.Value);
        return Finish(fields);
    }

    /// <summary>128 bits that identify a record id in its destination.</summary>
    public static UInt128 OfRecordId(NewBatchItem item)
    {
        var fields = Begin(item);
        Add(fields, item.RecordId);
        return Finish(fields);
    }

    /// <summary>The record id of the n-th occurrence, from 1, of an item with this identity.</summary>
    public static string RecordIdOf(UInt128 identity, int occurrence)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, identity);
        var id = Convert.ToBase64String(bytes)[..22];
        return occurrence == 1 ? "content:" + id : $"content:{id}:{occurrence}";
    }

    private static ArrayBufferWriter<byte> Begin(NewBatchItem item)
    {
        var fields = t_fields ??= new ArrayBufferWriter<byte>(4 * 1024);
        fields.ResetWrittenCount();
        Add(fields, item.Kind == ItemKind.ThreadMessage ? "thread" : item.GraphId is not null ? "graph" : "user");
        Add(fields, item.ThreadId ?? item.GraphId ?? item.UserId);
        return fields;
    }

    private static UInt128 Finish(ArrayBufferWriter<byte> fields)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(fields.WrittenSpan, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private static void AddMetadata(ArrayBufferWriter<byte> fields, string? metadata)
    {
        if (metadata is null)
        {
            Add(fields, null);
            return;
        }

        using var json = JsonDocument.Parse(metadata);
        foreach (var field in json.RootElement.EnumerateObject().OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            Add(fields, field.Name);
            AddValue(fields, field.Value);
        }
    }

    // The identity uses the unescaped text, but the number as written.
    private static void AddValue(ArrayBufferWriter<byte> fields, JsonElement value)
    {
        Add(fields, value.ValueKind.ToString());
        if (value.ValueKind == JsonValueKind.Array)
        {
            Add(fields, $"{value.GetArrayLength()}");
            foreach (var element in value.EnumerateArray())
            {
                AddValue(fields, element);
            }
        }
        else
        {
            Add(fields, value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText());
        }
    }

    // The length comes first, so that no two lists of fields give the same bytes.
    private static void Add(ArrayBufferWriter<byte> fields, string? text)
    {
        BinaryPrimitives.WriteInt32LittleEndian(fields.GetSpan(sizeof(int)), text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        fields.Advance(sizeof(int));
        if (text is not null)
        {
            Encoding.UTF8.GetBytes(text, fields);
        }
    }
}
