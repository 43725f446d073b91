using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>
/// The content of an uploaded file, with access to its beginning. Gzip is detected by its first two bytes, regardless
/// of the name; the length after unpacking is limited.
/// </summary>
internal sealed class UploadContent : ForwardReadStream
{
    private const int Beginning = 64 * 1024;

    private readonly Stream _rest;
    private readonly byte[] _beginning;
    private int _length;
    private readonly long _limit;
    private long _position;

    private UploadContent(Stream rest, byte[] beginning, int length, long limit) =>
        (_rest, _beginning, _length, _limit) = (rest, beginning, length, limit);

    /// <summary>Reads the beginning of the upload.</summary>
    public static async ValueTask<UploadContent> OpenAsync(Stream sent, long limit, GzipLimits gzip, CancellationToken cancellationToken)
    {
        var content = await PeekAsync(sent, limit, cancellationToken);
        return content.Peek is [0x1F, 0x8B, ..]
            ? await PeekAsync(new GzipReadStream(content, "the file", gzip), limit, cancellationToken)
            : content;
    }

    /// <summary>The first bytes; empty for an empty file.</summary>
    public ReadOnlySpan<byte> Peek => _beginning.AsSpan(0, _length);

    /// <summary>The first bytes as a separate stream.</summary>
    public Stream OpenPeek() => new MemoryStream(_beginning, 0, _length, writable: false);

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return _position < _length ? ReadBeginning(buffer) : Count(_rest.Read(buffer));
        }
        catch (Exception e) when (MalformedForm.IsCause(e))
        {
            throw MalformedForm.Refuse(e);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return _position < _length ? ReadBeginning(buffer.Span) : Count(await _rest.ReadAsync(buffer, cancellationToken));
        }
        catch (Exception e) when (MalformedForm.IsCause(e))
        {
            throw MalformedForm.Refuse(e);
        }
    }

    private static async ValueTask<UploadContent> PeekAsync(Stream stream, long limit, CancellationToken cancellationToken)
    {
        var content = new UploadContent(stream, new byte[Beginning], 0, limit);
        content._length = await content.ReadAtLeastAsync(content._beginning, Beginning, throwOnEndOfStream: false, cancellationToken);
        content._position = 0;
        return content;
    }

    private int ReadBeginning(Span<byte> buffer)
    {
        var read = Math.Min(buffer.Length, _length - (int)_position);
        _beginning.AsSpan((int)_position, read).CopyTo(buffer);
        return Count(read);
    }

    private int Count(int read)
    {
        _position += read;
        return _position <= _limit ? read : throw RequestBodies.TooLarge(_limit);
    }
}
