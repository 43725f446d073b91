using System.Security.Cryptography;
using Orleans.Batch.Formats.Csv;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>Reads a file of CSV (<see cref="CsvRecords"/>), and hashes its bytes while reading.</summary>
internal sealed class CsvRecordReader : IRecordReader
{
    private readonly SHA256 _hash = SHA256.Create();
    private readonly CsvRecords _rows;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="position">The position in the file, from 0 to 1.</param>
    /// <exception cref="InvalidDataException">There is no header, or it does not consist of fields.</exception>
    public CsvRecordReader(string path, out Func<double> position)
    {
        using var beginning = FileContent.Open(path, out _);
        var separator = CsvSeparator.Detect(beginning);
        _rows = new CsvRecords(
            new CryptoStream(FileContent.Open(path, out position), _hash, CryptoStreamMode.Read), separator, path);
    }

    /// <inheritdoc/>
    public long Number => _rows.Number;

    /// <inheritdoc/>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public LineError? Problem => _rows.Problem;

    /// <inheritdoc/>
    public bool Cut => false;

    /// <inheritdoc/>
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        var read = _rows.TryRead(out record);
        Count += read ? 1 : 0;
        return read;
    }

    /// <inheritdoc/>
    public string Hash() => Convert.ToHexStringLower(_hash.Hash!);

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _hash.Dispose();
    }
}
