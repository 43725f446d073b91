using System.Buffers;
using System.Globalization;

namespace Orleans.Batch;

/// <summary>
/// Packed data for the inflater: in pieces so small that the number of bytes given so far locates a fault, and with a
/// whole gzip member, the end mark, after its last byte.
/// </summary>
/// <param name="packed">The gzip data.</param>
/// <param name="name">The name in refusals.</param>
/// <param name="leaveOpen">Whether the gzip data is left open.</param>
internal sealed class GzipSource(Stream packed, string name, bool leaveOpen) : ForwardReadStream
{
    private const int ReadAhead = 16 * 1024;
    private const int Piece = 512;

    // EndMarkText as one stored block, its CRC32 and its length.
    private static readonly byte[] EndMark =
    [
        0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255,
        1, 15, 0, 0xF0, 0xFF, .. EndMarkText,
        0x06, 0xDD, 0x7F, 0x2F, 15, 0, 0, 0,
    ];

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(ReadAhead);
    private int _start;
    private int _end;

    /// <summary>What the end mark unpacks to.</summary>
    public static ReadOnlySpan<byte> EndMarkText => "end of the data"u8;

    /// <summary>How many bytes of it the inflater has received.</summary>
    public long Given { get; private set; }

    /// <summary>Whether the inflater has received all of it and the end mark.</summary>
    public bool AtEndMark { get; private set; }

    /// <summary>A refusal of the data.</summary>
    public static BatchServiceException Invalid(string name, FormattableString why) => BatchServiceException.Invalid(
        ErrorCodes.InvalidEncoding, $"{name} is not complete, valid gzip: {why.ToString(CultureInfo.InvariantCulture)}");

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_start == _end)
        {
            // The first read is of two bytes at least, which identify gzip.
            Filled(Given == 0 ? packed.ReadAtLeast(_buffer, 2, throwOnEndOfStream: false) : packed.Read(_buffer));
        }

        return Give(buffer);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start == _end)
        {
            Filled(Given == 0
                ? await packed.ReadAtLeastAsync(_buffer, 2, throwOnEndOfStream: false, cancellationToken)
                : await packed.ReadAsync(_buffer, cancellationToken));
        }

        return Give(buffer.Span);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            if (!leaveOpen)
            {
                packed.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void Filled(int read)
    {
        (_start, _end) = (0, read);
        if (Given == 0 && _buffer.AsSpan(0, Math.Min(read, 2)) is not ([] or [0x1F, 0x8B]))
        {
            throw Invalid(name, $"it begins with the bytes {Convert.ToHexString(_buffer, 0, Math.Min(read, 2))}, gzip with 1F8B");
        }
    }

    // The inflater's buffer is larger than a piece and than the end mark.
    private int Give(Span<byte> buffer)
    {
        if (_start == _end)
        {
            if (AtEndMark)
            {
                return 0;
            }

            AtEndMark = true;
            EndMark.CopyTo(buffer);
            return EndMark.Length;
        }

        var given = Math.Min(Math.Min(Piece, buffer.Length), _end - _start);
        _buffer.AsSpan(_start, given).CopyTo(buffer);
        _start += given;
        Given += given;
        return given;
    }
}
