using System.Security.Cryptography;
using System.Text.Unicode;
using CsvHelper;

namespace Orleans.Batch.Server.Loading.Csv;

/// <summary>
/// Reads CSV (RFC 4180) with a header: UTF-8, or UTF-16 with a byte order mark; separated by commas, semicolons or
/// tabs; quoted cells may hold line breaks.
/// </summary>
internal sealed class CsvRecordReader : IRecordReader
{
    private const int LongestRow = 4 * 1024 * 1024;

    private readonly SHA256 _hash = SHA256.Create();
    private readonly CsvReader _csv;
    private readonly CsvColumn[] _columns;
    private readonly CsvRowJson _json;
    private readonly string _file;
    private readonly List<CsvMalformedReason> _malformed = [];

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="position">How far into the file reading is, from 0 to 1.</param>
    /// <exception cref="InvalidDataException">There is no header, or not one of fields.</exception>
    public CsvRecordReader(string path, out Func<double> position)
    {
        _file = path;
        _csv = CsvReader.Create(
            new CryptoStream(FileContent.Open(path, out position), _hash, CryptoStreamMode.Read),
            new CsvReaderOptions
            {
                Separator = CsvSeparator.Of(path),
                HasHeader = false,
                TrackLineNumbers = true,
                MaxRecordSize = LongestRow,
                OnMalformedRecord = r => _malformed.Add(r.Reason),
            },
            leaveOpen: false);
        if (!Advance())
        {
            throw new InvalidDataException($"{path} is empty; the first line of CSV names the columns.");
        }

        _columns = CsvColumn.Of([.. Enumerable.Range(0, _csv.FieldCount).Select(_csv.GetString)], path, Number);
        _json = new CsvRowJson(_columns);
    }

    /// <inheritdoc/>
    public long Number => _csv.LineNumber;

    /// <inheritdoc/>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public LineProblem? Problem { get; private set; }

    /// <inheritdoc/>
    public bool Cut => false;

    /// <summary>Whether a file is CSV, by its name.</summary>
    public static bool Reads(string path) =>
        path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        record = default;
        if (!Advance())
        {
            return false;
        }

        Count++;
        Problem = Judge();
        if (Problem is null)
        {
            record = _json.Of(_csv, out var problem);
            Problem = problem;
        }

        record = Problem is null ? record : _csv.RawRecord;
        return true;
    }

    /// <inheritdoc/>
    public string Hash() => Convert.ToHexStringLower(_hash.Hash!);

    /// <inheritdoc/>
    public void Dispose()
    {
        _json?.Dispose();
        _csv.Dispose();
        _hash.Dispose();
    }

    /// <exception cref="InvalidDataException">A quote is never closed: all the rest would be one cell.</exception>
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

    private LineProblem? Judge()
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
