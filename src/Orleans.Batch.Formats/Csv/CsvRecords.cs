using System.Text.Unicode;
using CsvHelper;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Formats.Csv;

/// <summary>
/// Reads CSV (RFC 4180) with a header, each row as a JSON object: UTF-8, or UTF-16 with a byte order mark;
/// quoted cells may hold line breaks.
/// </summary>
internal sealed class CsvRecords : IDisposable
{
    private const int LongestRow = 4 * 1024 * 1024;

    private readonly CsvReader _csv;
    private readonly CsvColumn[] _columns;
    private readonly CsvRowJson _json;
    private readonly string _file;
    private readonly List<CsvMalformedReason> _malformed = [];

    /// <summary>Reads the header.</summary>
    /// <param name="content">The content, unpacked; the reader takes ownership.</param>
    /// <param name="separator">The separator of columns; see <see cref="CsvSeparator"/>.</param>
    /// <param name="file">The name in errors.</param>
    /// <exception cref="InvalidDataException">There is no header, or it does not consist of fields.</exception>
    public CsvRecords(Stream content, char separator, string file)
    {
        _file = file;
        _csv = CsvReader.Create(
            content,
            new CsvReaderOptions
            {
                Separator = separator,
                HasHeader = false,
                TrackLineNumbers = true,
                MaxRecordSize = LongestRow,
                OnMalformedRecord = r => _malformed.Add(r.Reason),
            },
            leaveOpen: false);
        if (!Advance())
        {
            throw new InvalidDataException($"{file} is empty; the first line of CSV names the columns.");
        }

        _columns = CsvColumn.FromHeader([.. Enumerable.Range(0, _csv.FieldCount).Select(_csv.GetString)], file, Number);
        _json = new CsvRowJson(_columns);
    }

    /// <summary>The number of the first line of the current row, from 1.</summary>
    public long Number => _csv.LineNumber;

    /// <summary>Why the current row cannot be an item, or null; the content of such a row is only for display.</summary>
    public LineError? Problem { get; private set; }

    /// <summary>Whether a file is CSV, by its name.</summary>
    public static bool Reads(string path) =>
        path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The next row, valid until the next call.</summary>
    /// <exception cref="InvalidDataException">A quote is never closed: the rest would be one cell.</exception>
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        record = default;
        if (!Advance())
        {
            return false;
        }

        Problem = Validate();
        if (Problem is null)
        {
            record = _json.ToJson(_csv, out var problem);
            Problem = problem;
        }

        record = Problem is null ? record : _csv.RawRecord;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json?.Dispose();
        _csv.Dispose();
    }

    private bool Advance()
    {
        var before = _csv.LineNumber;
        _malformed.Clear();
        try
        {
            if (!_csv.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException(
                $"{_file}, row behind line {before}: {e.Message} Is a quote not closed? Nothing more was read.", e);
        }

        return _malformed.Contains(CsvMalformedReason.UnterminatedQuote)
            ? throw new InvalidDataException(
                $"{_file}: the row that begins on line {Number} has a quote that is not closed to the end of the file. Nothing was sent.")
            : true;
    }

    private LineError? Validate()
    {
        if (_malformed.Count > 0)
        {
            return new("", ErrorCodes.InvalidRequest, "A quote stands inside a cell; put the whole cell in quotes and double those inside.");
        }

        if (_csv.FieldCount != _columns.Length)
        {
            return new("", ErrorCodes.InvalidRequest, $"The row has {_csv.FieldCount} cells, the header {_columns.Length}.");
        }

        for (var i = 0; i < _columns.Length; i++)
        {
            if (!Utf8.IsValid(_csv.GetSpan(i)))
            {
                return new(_columns[i].Name, ErrorCodes.InvalidEncoding, $"Column {i + 1} is not valid UTF-8; save the file as UTF-8.");
            }
        }

        return null;
    }
}
