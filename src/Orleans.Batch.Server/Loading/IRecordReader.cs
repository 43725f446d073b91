using Orleans.Batch.Gateway;

namespace Orleans.Batch.Server.Loading;

/// <summary>Reads a file record by record, each as the JSON object it stands for.</summary>
internal interface IRecordReader : IDisposable
{
    /// <summary>The line that the record read last begins on, from 1; 0 before the first.</summary>
    long Number { get; }

    /// <summary>How many records were read.</summary>
    long Count { get; }

    /// <summary>Why the record read last cannot be one, or null; then what was read is only good to be shown.</summary>
    LineError? Problem { get; }

    /// <summary>Whether what was read of the record with a <see cref="Problem"/> is only its beginning.</summary>
    bool Cut { get; }

    /// <summary>The next record, valid until the next call.</summary>
    bool TryRead(out ReadOnlySpan<byte> record);

    /// <summary>After the last record: the SHA-256 of the unpacked content, in lower-case hex.</summary>
    string Hash();
}
