using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Formats.Files;

/// <summary>
/// Gives a line in the names of version 4 (<c>graph_uuid</c>, <c>user_uuid</c>, <c>thread_uuid</c>, <c>reference_time</c>)
/// those of version 3, which all readers of files know. Of an id and a UUID for the same, the id counts. Any other line
/// stays as it is.
/// </summary>
/// <param name="uuids">What UUIDs name.</param>
internal sealed class LineNames(FileUuids uuids)
{
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>Returns the line with the names of version 3, valid until the next call.</summary>
    /// <param name="line">The line.</param>
    /// <param name="problem">What is wrong with a field of version 4; null when nothing is.</param>
    public ReadOnlySpan<byte> Rewrite(ReadOnlySpan<byte> line, out LineError? problem)
    {
        problem = null;
        if (!V4Names.MayBeIn(line))
        {
            return line;
        }

        try
        {
            BodyEncoding.Require(line, "the line");
            var type = FileLineTypes.Find(line);
            if (type is not (FileLineType.Item or FileLineType.Thread) || Read(line, out problem) is not { } names || problem is not null)
            {
                return line;
            }

            problem = Choose(line, type, names, out var destination);
            return problem is null ? Write(line, names, destination) : line;
        }
        catch (Exception e) when (e is JsonException or BatchServiceException)
        {
            // The reader of the line reports it.
            return line;
        }
    }

    private static V4Names? Read(ReadOnlySpan<byte> line, out LineError? problem)
    {
        var problems = new ProblemList();
        var cursor = new JsonCursor(line, problems);
        var names = default(V4Names);
        var read = V4Names.Table.Read(ref cursor, null, "the line", ref names);
        cursor.End();

        // The problems of other fields are found again by the reader of the line.
        var own = problems.Listed.FirstOrDefault(static p => V4Names.Fields.Any(f => f.Name == p.Field));
        problem = own is null ? null : new LineError(own.Field!, own.Code, own.Message);
        return read ? names : null;
    }

    private LineError? Choose(ReadOnlySpan<byte> line, FileLineType type, in V4Names names, out NamedObject? destination)
    {
        destination = null;
        if (type == FileLineType.Thread)
        {
            destination = names.UserId is null && names.UserUuid is { } owner ? uuids.Find(FileLineType.User, owner) : null;
        }
        else if (IsMessage(line))
        {
            destination = names.ThreadId is null && names.ThreadUuid is { } thread ? uuids.Find(FileLineType.Thread, thread) : null;
        }
        else if (names is { GraphId: null, UserId: null })
        {
            if (names is { GraphUuid: not null, UserUuid: not null })
            {
                return new LineError("graph_uuid", ErrorCodes.Contradiction, "a graph_episode takes graph_uuid or user_uuid, not both");
            }

            destination = names.GraphUuid is { } graph ? uuids.Find(FileLineType.Graph, graph)
                : names.UserUuid is { } user ? uuids.Find(FileLineType.User, user)
                : null;
        }

        return null;
    }

    private static bool IsMessage(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (found)
            {
                return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("thread_message"u8);
            }

            reader.Skip();
        }

        return false;
    }

    // Fields keep their order and their bytes; only names change, and what another field replaces is left out.
    private ReadOnlySpan<byte> Write(ReadOnlySpan<byte> line, V4Names names, NamedObject? destination)
    {
        _line.ResetWrittenCount();
        _line.Write("{"u8);
        var idField = destination?.Type switch
        {
            FileLineType.Graph => "graph_id"u8,
            FileLineType.User => "user_id"u8,
            FileLineType.Thread => "thread_id"u8,
            _ => default,
        };
        if (destination is { } named)
        {
            _line.Write("\""u8);
            _line.Write(idField);
            _line.Write("\":\""u8);
            _line.Write(JsonEncodedText.Encode(named.Id, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
            _line.Write("\""u8);
        }

        var reader = new Utf8JsonReader(line);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var time = reader.ValueTextEquals("reference_time"u8);
            var dropped = IsUuid(reader)
                || (names.HasReferenceTime && reader.ValueTextEquals("created_at"u8))
                || (!idField.IsEmpty && reader.ValueTextEquals(idField));
            reader.Read();
            var value = (int)reader.TokenStartIndex;
            reader.Skip();
            if (dropped || (time && !names.HasReferenceTime))
            {
                continue;
            }

            if (_line.WrittenCount > 1)
            {
                _line.Write(","u8);
            }

            if (time)
            {
                _line.Write("\"created_at\":"u8);
                start = value;
            }

            _line.Write(line[start..(int)reader.BytesConsumed]);
        }

        _line.Write("}"u8);
        return _line.WrittenSpan;
    }

    private static bool IsUuid(in Utf8JsonReader name) =>
        name.ValueTextEquals("graph_uuid"u8) || name.ValueTextEquals("user_uuid"u8) || name.ValueTextEquals("thread_uuid"u8);
}
