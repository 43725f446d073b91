using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>Reads a file record by record, each as a JSON object.</summary>
internal interface IRecordReader : IDisposable
{
    /// <summary>The number of the first line of the current record, from 1; 0 before the first.</summary>
    long Number { get; }

    /// <summary>The number of records read.</summary>
    long Count { get; }

    /// <summary>Why the current record is invalid, or null; the content of such a record is only for display.</summary>
    LineError? Problem { get; }

    /// <summary>Whether the content of a record with a <see cref="Problem"/> is only its beginning.</summary>
    bool Cut { get; }

    /// <summary>The next record, valid until the next call.</summary>
    bool TryRead(out ReadOnlySpan<byte> record);

    /// <summary>After the last record: the SHA-256 of the unpacked content, in lower-case hex.</summary>
    string Hash();
}
