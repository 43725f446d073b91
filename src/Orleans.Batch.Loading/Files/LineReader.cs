using System.Buffers;
using System.Security.Cryptography;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>
/// Reads lines as slices of one buffer, and hashes the bytes while reading. A line over the limit is not kept: its
/// beginning is returned with <see cref="TooLong"/> set, so memory use does not depend on the file.
/// </summary>
internal sealed class LineReader(Stream stream) : IRecordReader
{
    /// <summary>The longest line read whole, in bytes; the largest legal item, every character escaped, is a fraction of it.</summary>
    public const int MaxLine = 1024 * 1024;

    private const int Chunk = 128 * 1024;
    private const int KeptOfTooLong = 1024;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(MaxLine + (2 * Chunk));
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _start;
    private int _end;

    /// <inheritdoc/>
    public long Number { get; private set; }

    /// <inheritdoc/>
    public long Count => Number;

    /// <inheritdoc/>
    public LineError? Problem => TooLong ? new("", ErrorCodes.TooLong, $"The line is longer than {MaxLine} bytes.") : null;

    /// <inheritdoc/>
    public bool Cut => TooLong;

    /// <summary>Whether the current line is only the beginning of one over <see cref="MaxLine"/>.</summary>
    public bool TooLong { get; private set; }

    /// <summary>The next line without its end and without white space around it; valid until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        TooLong = false;
        var scanned = _start;
        while (true)
        {
            var found = _buffer.AsSpan(scanned, _end - scanned).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = Take(scanned + found, next: scanned + found + 1);
                return true;
            }

            if (TooLong || _end - _start > MaxLine)
            {
                TooLong = true;
                _end = _start + KeptOfTooLong;
            }

            scanned = _end;
            if (!Fill(ref scanned))
            {
                var any = _end > _start;
                line = any ? Take(_end, next: _end) : default;
                return any;
            }
        }
    }

    /// <summary>The SHA-256 of all that was read, in lower-case hex.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <inheritdoc/>
    public void Dispose()
    {
        _hash.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        stream.Dispose();
    }

    private ReadOnlySpan<byte> Take(int end, int next)
    {
        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, (TooLong ? _start + KeptOfTooLong : end) - _start);
        _start = next;

        // Some editors put a byte order mark before the first line.
        if (++Number == 1 && line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        return line.Trim(" \t\r"u8);
    }

    private bool Fill(ref int scanned)
    {
        if (_buffer.Length - _end < Chunk)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_end, scanned, _start) = (_end - _start, scanned - _start, 0);
        }

        var read = stream.Read(_buffer, _end, Chunk);
        _hash.AppendData(_buffer, _end, read);
        _end += read;
        return read > 0;
    }
}
