using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Orleans.Batch.Batches;

/// <summary>Serializes an item for the spool, which no other process and no later version reads.</summary>
internal static class ItemCodec
{
    private const int Absent = -1;

    public static void Write(ArrayBufferWriter<byte> to, NewBatchItem item)
    {
        WriteNumber(to, (int)item.Kind);
        WriteText(to, item.GraphId);
        WriteText(to, item.UserId);
        WriteText(to, item.ThreadId);
        WriteText(to, item.Content);
        WriteNumber(to, item.DataType is { } type ? (int)type : Absent);
        WriteText(to, item.SourceDescription);
        WriteText(to, item.DocumentId);
        WriteNumber(to, item.Role is { } role ? (int)role : Absent);
        WriteText(to, item.Name);
        BinaryPrimitives.WriteInt64LittleEndian(to.GetSpan(sizeof(long)), item.CreatedAt?.UtcTicks ?? Absent);
        to.Advance(sizeof(long));
        WriteText(to, item.Metadata?.Value);
        WriteText(to, item.RecordId);
    }

    public static NewBatchItem Read(ReadOnlySpan<byte> from) => new()
    {
        Kind = (ItemKind)ReadNumber(ref from),
        GraphId = ReadText(ref from),
        UserId = ReadText(ref from),
        ThreadId = ReadText(ref from),
        Content = ReadText(ref from)!,
        DataType = ReadNumber(ref from) is var type and not Absent ? (DataType)type : null,
        SourceDescription = ReadText(ref from),
        DocumentId = ReadText(ref from),
        Role = ReadNumber(ref from) is var role and not Absent ? (RoleType)role : null,
        Name = ReadText(ref from),
        CreatedAt = ReadTime(ref from),
        Metadata = ReadText(ref from) is { } metadata ? new JsonText(metadata) : null,
        RecordId = ReadText(ref from),
    };

    private static void WriteNumber(ArrayBufferWriter<byte> to, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to.GetSpan(sizeof(int)), value);
        to.Advance(sizeof(int));
    }

    private static void WriteText(ArrayBufferWriter<byte> to, string? text)
    {
        WriteNumber(to, text is null ? Absent : Encoding.UTF8.GetByteCount(text));
        if (text is not null)
        {
            Encoding.UTF8.GetBytes(text, to);
        }
    }

    private static int ReadNumber(ref ReadOnlySpan<byte> from)
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(from);
        from = from[sizeof(int)..];
        return value;
    }

    private static string? ReadText(ref ReadOnlySpan<byte> from)
    {
        var length = ReadNumber(ref from);
        if (length == Absent)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(from[..length]);
        from = from[length..];
        return text;
    }

    private static DateTimeOffset? ReadTime(ref ReadOnlySpan<byte> from)
    {
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(from);
        from = from[sizeof(long)..];
        return ticks == Absent ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }
}
