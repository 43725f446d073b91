using System.Text.Json;
using Orleans.Batch.Formats.Bodies;
using Orleans.Batch.Formats.Files;
using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Loading;

/// <summary>
/// Checks one line before anything is sent, with the readers and rules of the API; also data that is declared as JSON,
/// which the API accepts and processing refuses. Checks that need the database are left to the server.
/// </summary>
internal static class LineCheck
{
    // The line becomes an element of an array in an object.
    private const int Depth = JsonCursor.MaxDepth - 2;

    /// <summary>Returns the kind of the line, and for a bad one the reason.</summary>
    public static LineKind Check(ReadOnlySpan<byte> line, out LineError? problem) => Check(line, null, out problem, out _);

    /// <summary>Returns the kind of the line, for a bad one the reason, and for an item the item.</summary>
    /// <param name="line">The line, without white space around it.</param>
    /// <param name="unknown">Receives the ignored fields.</param>
    /// <param name="problem">Of a bad line, its first problem.</param>
    /// <param name="item">Of an item, the item.</param>
    public static LineKind Check(ReadOnlySpan<byte> line, UnknownFields? unknown, out LineError? problem, out CheckedItem item)
    {
        (problem, item) = (null, default);
        if (line.IsEmpty)
        {
            return LineKind.Blank;
        }

        try
        {
            BodyEncoding.Require(line, "the line");
            var kind = KindOf(line, out problem);
            if (problem is not null)
            {
                return LineKind.Bad;
            }

            if (kind == LineKind.Item)
            {
                problem = CheckItem(line, unknown, out item);
                return problem is null ? kind : LineKind.Bad;
            }

            CheckRecord(line, kind, unknown);
            return kind;
        }
        catch (JsonException e)
        {
            problem = Malformed(e);
        }
        catch (BatchServiceException e) when (e.Code == ErrorCodes.MalformedJson)
        {
            problem = FindMalformed(line);
        }
        catch (BatchServiceException e)
        {
            problem = e.Problems.Count > 0 ? ProblemOf(e.Problems[0]) : new("", e.Code, e.Message);
        }

        return LineKind.Bad;
    }

    private static LineError? CheckItem(ReadOnlySpan<byte> line, UnknownFields? unknown, out CheckedItem item)
    {
        var problems = new ProblemList();
        var cursor = new JsonCursor(line, problems, Depth) { Unknown = unknown };
        var read = ItemBody.Parse(ref cursor, DataType.Text, out var defaulted);
        cursor.End();
        item = new(read!, defaulted);
        return problems.Count > 0 ? ProblemOf(problems.Listed[0])
            : read!.DataType == DataType.Json && JsonDataRules.Check(read.Content) is { } wrong ? new("data", ErrorCodes.InvalidJsonData, wrong)
            : null;
    }

    private static void CheckRecord(ReadOnlySpan<byte> line, LineKind kind, UnknownFields? unknown)
    {
        switch (kind)
        {
            case LineKind.User:
                UserBody.ParseNew(line, unknown);
                break;
            case LineKind.Graph:
                GraphBody.ParseNew(line, unknown);
                break;
            default:
                ThreadBody.Parse(line, unknown);
                break;
        }
    }

    private static LineError Malformed(JsonException e) =>
        new("", ErrorCodes.MalformedJson, $"The line is not a JSON object: byte {e.BytePositionInLine + 1} cannot stand there.");

    // The readers of records report it in the words of the JSON parser.
    private static LineError FindMalformed(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            return Malformed(e);
        }

        return new("", ErrorCodes.MalformedJson, "The line is not a JSON object.");
    }

    private static LineError ProblemOf(Problem problem) => new(problem.Field ?? "", problem.Code, problem.Message);

    private static LineKind KindOf(ReadOnlySpan<byte> line, out LineError? problem)
    {
        problem = line[0] != (byte)'{' ? new("", ErrorCodes.MalformedJson, "The line is not a JSON object.") : null;
        var type = problem is null ? FileLineTypes.Find(line) : FileLineType.Item;
        problem ??= type == FileLineType.Unknown ? new("type", ErrorCodes.UnknownValue, FileLineTypes.Allowed + ".") : null;
        return type switch
        {
            FileLineType.User => LineKind.User,
            FileLineType.Graph => LineKind.Graph,
            FileLineType.Thread => LineKind.Thread,
            _ => LineKind.Item,
        };
    }
}
