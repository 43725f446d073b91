using System.Globalization;
using System.IO.Compression;

namespace Orleans.Batch;

/// <summary>
/// Unpacks gzip (RFC 1952) and accepts only complete data: <see cref="GZipStream"/> takes truncated data for complete
/// data, and ignores what follows the last member. Several members in a row are read as one. Bytes after the last
/// member are refused, zeros too: a crash can leave a longer file with zeros at its end. Empty input is no data, as
/// <see cref="GZipStream"/> writes it.
/// </summary>
/// <remarks>
/// Every refusal is a <see cref="BatchServiceException"/> and comes from a read; the data is valid once a read has returned 0.
/// </remarks>
public sealed class GzipReadStream : ForwardReadStream
{
    private readonly GzipSource _source;
    private readonly GZipStream _gzip;
    private readonly string _name;
    private readonly GzipLimits? _limits;
    private long _unpacked;
    private int _endMarkRead;
    private bool _ended;

    /// <summary>Creates the stream.</summary>
    /// <param name="packed">The gzip data, from its first byte.</param>
    /// <param name="name">The name in refusals, such as a file's name.</param>
    /// <param name="limits">How much it may unpack to; null for no limit.</param>
    /// <param name="leaveOpen">Whether <paramref name="packed"/> is left open when this is disposed.</param>
    public GzipReadStream(Stream packed, string name, GzipLimits? limits = null, bool leaveOpen = false)
    {
        _source = new GzipSource(packed, name, leaveOpen);
        _gzip = new GZipStream(_source, CompressionMode.Decompress, leaveOpen: true);
        (_name, _limits) = (name, limits);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (!_ended && buffer.Length > 0)
        {
            try
            {
                if (Accept(buffer, _gzip.Read(buffer)) is var read and > 0)
                {
                    return read;
                }
            }
            catch (InvalidDataException)
            {
                throw Damaged();
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!_ended && buffer.Length > 0)
        {
            try
            {
                var unpacked = await _gzip.ReadAsync(buffer, cancellationToken);
                if (Accept(buffer.Span, unpacked) is var read and > 0)
                {
                    return read;
                }
            }
            catch (InvalidDataException)
            {
                throw Damaged();
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    // Once the source is at its end, the inflater has returned all it can unpack and receives the end mark. Complete
    // data is followed by exactly the unpacked mark; truncated data consumes the mark and gives anything else.
    private int Accept(ReadOnlySpan<byte> buffer, int read)
    {
        if (_source.AtEndMark)
        {
            if (!GzipSource.EndMarkText[_endMarkRead..].StartsWith(buffer[..read]))
            {
                throw BreaksOff();
            }

            _endMarkRead += read;
            _ended = _endMarkRead == GzipSource.EndMarkText.Length;
            return read > 0 || _ended ? 0 : throw BreaksOff();
        }

        if (read == 0)
        {
            throw GzipSource.Invalid(_name, $"other bytes follow the end of the data, which is before byte {_source.Given}");
        }

        _unpacked += read;
        if (_limits is { } limits && _unpacked > limits.AppliesFrom && _unpacked / limits.MaxRatio > _source.Given)
        {
            throw BatchServiceException.Invalid(ErrorCodes.TooLong, string.Create(
                CultureInfo.InvariantCulture,
                $"{_name} unpacks to more than {limits.MaxRatio} times its length (seen at byte {_source.Given}); send it uncompressed"));
        }

        return read;
    }

    private BatchServiceException Damaged() => _source.AtEndMark
        ? BreaksOff()
        : GzipSource.Invalid(_name, $"it cannot be unpacked, or its checksum does not match (noticed before byte {_source.Given})");

    private BatchServiceException BreaksOff() =>
        GzipSource.Invalid(_name, $"it breaks off at byte {_source.Given}, before the end of the data");
}
