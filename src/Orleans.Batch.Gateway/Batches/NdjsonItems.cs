using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Orleans.Batch.Formats.Bodies;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>
/// Items from lines. After a bad line the rest of the body is read and checked, so that all problems are reported at
/// once, but no further item is returned. Blank lines are skipped.
/// </summary>
/// <param name="lines">The lines.</param>
/// <param name="maxBlank">How many of them may be blank.</param>
/// <param name="file">The other kinds of lines in a file; null for those of the API.</param>
/// <param name="parse">Reads an item in other names than those of version 3; null for those.</param>
internal sealed class NdjsonItems(IItemLines lines, int maxBlank, FileLines? file = null, ItemReader<NewBatchItem>? parse = null)
{
    // After this many problems, the data is probably of another format.
    private const int MaxProblems = 100_000;

    private readonly ProblemList _problems = new();
    private int _blank;

    /// <summary>Fields that were skipped.</summary>
    public UnknownFields Unknown { get; } = new();

    public async IAsyncEnumerable<NewBatchItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await lines.NextAsync(cancellationToken))
        {
            if (Read() is { } item && _problems.Count == 0)
            {
                yield return item;
            }

            if (_problems.Count >= MaxProblems)
            {
                throw Refuse(_problems, string.Create(
                    CultureInfo.InvariantCulture, $"{_problems.Count} problems up to line {lines.Number}, where reading stopped"));
            }
        }

        if (_problems.Count > 0)
        {
            throw Refuse(_problems, string.Create(
                CultureInfo.InvariantCulture, $"{_problems.Count} problems in {lines.Number} lines"));
        }
    }

    /// <summary>Converts a service's refusal, which counts items, to one that names the line.</summary>
    public BatchServiceException WithLine(BatchServiceException refusal)
    {
        var problems = new ProblemList();
        foreach (var problem in refusal.Problems)
        {
            problems.Add(lines.Number, problem.Field, problem.Code, problem.Message);
        }

        return Refuse(problems, "reading stopped there");
    }

    private NewBatchItem? Read()
    {
        var line = lines.Current.Span;
        if (lines.Error is { } error)
        {
            _problems.Add(lines.Number, error.Field.Length == 0 ? null : error.Field, error.Code, error.Message);
            return null;
        }

        if (line.IndexOfAnyExcept(" \t\r"u8) < 0)
        {
            return ++_blank <= maxBlank ? null : throw BatchServiceException.Invalid(ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture,
                $"line {lines.Number}: more than {maxBlank} blank lines, where reading stopped; nothing was added"));
        }

        try
        {
            BodyEncoding.Require(line, "the line");
            Unknown.Line = lines.Number;
            switch (file is null ? FileLineType.Item : FileLineTypes.Find(line))
            {
                case FileLineType.Item:
                    return ReadItem(line);
                case FileLineType.Unknown:
                    _problems.Add(lines.Number, "type", ErrorCodes.UnknownValue, FileLineTypes.Allowed);
                    break;
                case var type:
                    file!.Add(line, lines.Number, type, Unknown);
                    break;
            }
        }
        catch (JsonException e)
        {
            // The reader appends its line number, which is always 0.
            var why = e.Message.Split(" LineNumber:")[0];
            _problems.Add(lines.Number, null, ErrorCodes.MalformedJson, string.Create(
                CultureInfo.InvariantCulture, $"the line is not well-formed JSON (byte {e.BytePositionInLine}): {why}"));
        }
        catch (BatchServiceException e) when (e.Problems.Count > 0)
        {
            foreach (var problem in e.Problems)
            {
                _problems.Add(lines.Number, problem.Field, problem.Code, problem.Message);
            }
        }
        catch (BatchServiceException e)
        {
            _problems.Add(lines.Number, null, e.Code, e.Message);
        }

        return null;
    }

    private NewBatchItem? ReadItem(ReadOnlySpan<byte> line)
    {
        var cursor = new JsonCursor(line, _problems) { Index = lines.Number, Unknown = Unknown };
        var before = _problems.Count;
        var item = parse is null
            ? ItemBody.Parse(ref cursor, file is null ? null : DataType.Text, out _)
            : parse(ref cursor);
        cursor.End();
        return item is null || file is null || _problems.Count > before ? item : file.Name(item);
    }

    private static BatchServiceException Refuse(ProblemList problems, string count)
    {
        var first = problems.Listed[0];
        return new BatchServiceException(
            ErrorKind.InvalidRequest,
            first.Code,
            string.Create(CultureInfo.InvariantCulture, $"line {first.Index}: {first.Message} ({count}); nothing was added"))
        {
            Problems = [.. problems.Listed.Select(static p => p with { Index = null, Line = p.Index })],
            ProblemCount = problems.Count,
        };
    }
}
