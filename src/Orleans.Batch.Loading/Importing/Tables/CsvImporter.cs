using System.Text.Unicode;
using CsvHelper;
using Orleans.Batch.Formats.Csv;

namespace Orleans.Batch.Loading;

/// <summary>Imports any CSV file with a header: its columns are named with <c>--map</c>.</summary>
internal sealed class CsvImporter(ImportSettings settings) : IImporter
{
    private const int LongestRow = 16 * 1024 * 1024;

    private readonly MappedFields _fields = new(settings);

    /// <inheritdoc/>
    public Task RunAsync(string path, ImportWriter writer, CancellationToken cancel)
    {
        char separator;
        using (var beginning = FileContent.Open(path, out _))
        {
            separator = CsvSeparator.Detect(beginning);
        }

        var malformed = new List<CsvMalformedReason>();
        using var csv = CsvReader.Create(
            FileContent.Open(path, out _),
            new CsvReaderOptions
            {
                Separator = separator, HasHeader = false, TrackLineNumbers = true, MaxRecordSize = LongestRow, OnMalformedRecord = r => malformed.Add(r.Reason),
            },
            leaveOpen: false);
        var name = Path.GetFileName(path);
        var columns = Header(csv, name);
        var rows = new RowWriter(_fields, settings, writer);
        while (Read(csv, malformed, name))
        {
            cancel.ThrowIfCancellationRequested();
            var place = $"{name}, line {csv.LineNumber:N0}";
            if (Problem(csv, malformed, columns.Count) is { } problem)
            {
                writer.Reject(place, Raw(), problem);
                continue;
            }

            rows.Add(place, Raw, column => csv.GetString(columns[column]));
        }

        return Task.CompletedTask;

        string Raw() => System.Text.Encoding.UTF8.GetString(csv.RawRecord).Trim();
    }

    private static string? Problem(CsvReader csv, List<CsvMalformedReason> malformed, int columns)
    {
        if (malformed.Count > 0)
        {
            return "A quote stands inside a cell; put the whole cell in quotes and double those inside";
        }

        if (csv.FieldCount != columns)
        {
            return $"The row has {csv.FieldCount} cells, the header {columns}";
        }

        for (var i = 0; i < columns; i++)
        {
            if (!Utf8.IsValid(csv.GetSpan(i)))
            {
                return $"Cell {i + 1} is not valid UTF-8; save the file as UTF-8";
            }
        }

        return null;
    }

    private static bool Read(CsvReader csv, List<CsvMalformedReason> malformed, string name)
    {
        malformed.Clear();
        var before = csv.LineNumber;
        try
        {
            if (!csv.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"{name}, row behind line {before}: {e.Message} Is a quote not closed? Nothing was sent.", e);
        }

        return !malformed.Contains(CsvMalformedReason.UnterminatedQuote) ? true : throw new InvalidDataException(
            $"{name}: the row that begins on line {csv.LineNumber} has a quote that is not closed to the end of the file. Nothing was sent.");
    }

    private Dictionary<string, int> Header(CsvReader csv, string name)
    {
        if (!csv.Read())
        {
            throw new InvalidDataException($"{name} is empty; the first line of CSV names the columns.");
        }

        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < csv.FieldCount; i++)
        {
            var column = csv.GetString(i).Trim().TrimStart('\uFEFF');
            if (!columns.TryAdd(column, i))
            {
                // A second column of the same name, or without one, cannot be mapped, but counts.
                columns.Add($"{column} (column {i + 1})", i);
            }
        }

        return _fields.Columns.FirstOrDefault(c => !columns.ContainsKey(c)) is not { } missing ? columns : throw new InvalidDataException(
            $"{name} has no column \"{missing}\"; its columns are {string.Join(", ", columns.Keys)}. Nothing was sent.");
    }
}
