using System.Buffers.Binary;

namespace Orleans.Batch.TestKit.PostgreSql;

/// <summary>Splits a stream of PostgreSQL's protocol 3 into messages.</summary>
internal sealed class WireMessageReader(Stream stream)
{
    private byte[] _buffer = new byte[65_536];
    private int _start;
    private int _end;

    /// <summary>Whether the next message has arrived completely.</summary>
    public bool HasMessage => LengthOfNext(headerLength: 1) is { } length && _end - _start >= length;

    /// <summary>Reads one message, its header included. The memory is valid until the next call.</summary>
    /// <param name="isTyped">False for the first messages of a client, which have no type byte.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Empty at the end of the stream.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(bool isTyped, CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = LengthOfNext(isTyped ? 1 : 0);
            if (length <= _end - _start)
            {
                var message = _buffer.AsMemory(_start, length.Value);
                _start += length.Value;
                return message;
            }

            MakeRoom(length ?? 0);
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (count == 0)
            {
                return default;
            }

            _end += count;
        }
    }

    private int? LengthOfNext(int headerLength) => _end - _start < headerLength + sizeof(int)
        ? null
        : headerLength + BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start + headerLength));

    private void MakeRoom(int length)
    {
        if (_end < _buffer.Length && _start + length <= _buffer.Length)
        {
            return;
        }

        var buffer = length > _buffer.Length ? new byte[Math.Max(length, 2 * _buffer.Length)] : _buffer;
        _buffer.AsSpan(_start, _end - _start).CopyTo(buffer);
        (_buffer, _start, _end) = (buffer, 0, _end - _start);
    }
}
