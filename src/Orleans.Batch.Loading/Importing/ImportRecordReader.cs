using System.Text;
using System.Text.Json;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>Reads the records of an import from its file: without their places, and with the problems of the importer.</summary>
internal sealed class ImportRecordReader(IRecordReader lines) : IRecordReader
{
    /// <summary>What a line begins with that is a problem: an array of field, code, message and excerpt.</summary>
    public const byte ProblemMark = (byte)'!';

    private LineError? _problem;

    /// <inheritdoc/>
    public long Number => lines.Number;

    /// <inheritdoc/>
    public long Count => lines.Count;

    /// <inheritdoc/>
    public LineError? Problem => lines.Problem ?? _problem;

    /// <inheritdoc/>
    public bool Cut => lines.Cut;

    /// <summary>The place of the current record in the source.</summary>
    public string Place { get; private set; } = "";

    /// <inheritdoc/>
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        _problem = null;
        if (!lines.TryRead(out record))
        {
            return false;
        }

        var tab = record.LastIndexOf((byte)'\t');
        Place = tab < 0 ? "" : Encoding.UTF8.GetString(record[(tab + 1)..]);
        record = tab < 0 ? record : record[..tab];
        if (record is [ProblemMark, .. var problem])
        {
            using var read = JsonDocument.Parse(problem.ToArray());
            var parts = read.RootElement;
            _problem = new(parts[0].GetString()!, parts[1].GetString()!, parts[2].GetString()!);
            record = Encoding.UTF8.GetBytes(parts[3].GetString()!);
        }

        return true;
    }

    /// <inheritdoc/>
    public string Hash() => lines.Hash();

    /// <inheritdoc/>
    public void Dispose() => lines.Dispose();
}
