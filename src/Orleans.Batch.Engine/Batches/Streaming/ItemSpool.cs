using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Orleans.Batch.Batches;

/// <summary>
/// The items of one stream, on disk until the stream has ended: written once, read once in pieces. Memory use is one
/// buffer, independent of the length.
/// </summary>
internal sealed class ItemSpool(FileStream file, SpoolSpace space) : IDisposable
{
    /// <summary>How many items a piece holds at most.</summary>
    public const int PieceItems = 1_000;

    private const int PieceBytes = 2 * 1024 * 1024;
    private const int WriteBytes = 128 * 1024;
    private const int LengthBytes = sizeof(int);

    private readonly SafeFileHandle _handle = file.SafeFileHandle;
    private readonly ArrayBufferWriter<byte> _buffer = new(WriteBytes + (64 * 1024));
    private long _length;

    /// <summary>How many items it holds.</summary>
    public int Count { get; private set; }

    public async ValueTask AddAsync(NewBatchItem item, CancellationToken cancellationToken)
    {
        var start = _buffer.WrittenCount;
        _buffer.GetSpan(LengthBytes);
        _buffer.Advance(LengthBytes);
        ItemCodec.Write(_buffer, item);
        BinaryPrimitives.WriteInt32LittleEndian(
            System.Runtime.InteropServices.MemoryMarshal.AsMemory(_buffer.WrittenMemory[start..]).Span,
            _buffer.WrittenCount - start - LengthBytes);
        Count++;
        if (_buffer.WrittenCount >= WriteBytes)
        {
            await FlushAsync(cancellationToken);
        }
    }

    /// <summary>All items in order, a piece of them at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<NewBatchItem>> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        var bytes = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (var at = 0L; at < _length;)
            {
                var filled = await FillAsync(bytes.AsMemory(0, PieceBytes), at, cancellationToken);
                var piece = Decode(bytes.AsSpan(0, filled), out var used);
                if (piece.Count == 0)
                {
                    throw new InvalidDataException("An item in the spool is larger than a piece.");
                }

                at += used;
                yield return piece;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public void Dispose()
    {
        _handle.Dispose();
        file.Dispose();
        space.Close(_length);
    }

    private static List<NewBatchItem> Decode(ReadOnlySpan<byte> bytes, out int used)
    {
        var piece = new List<NewBatchItem>();
        used = 0;
        while (piece.Count < PieceItems && bytes.Length - used >= LengthBytes)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[used..]);
            if (length > bytes.Length - used - LengthBytes)
            {
                break;
            }

            piece.Add(ItemCodec.Read(bytes.Slice(used + LengthBytes, length)));
            used += LengthBytes + length;
        }

        return piece;
    }

    private async ValueTask<int> FillAsync(Memory<byte> bytes, long at, CancellationToken cancellationToken)
    {
        var filled = 0;
        while (filled < bytes.Length && await RandomAccess.ReadAsync(_handle, bytes[filled..], at + filled, cancellationToken) is var read and > 0)
        {
            filled += read;
        }

        return filled;
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        space.Take(_buffer.WrittenCount);
        var at = _length;
        _length += _buffer.WrittenCount;
        try
        {
            await RandomAccess.WriteAsync(_handle, _buffer.WrittenMemory, at, cancellationToken);
        }
        catch (IOException e)
        {
            throw SpoolSpace.Refuse("the disk that streams of items wait on is full or fails; send it again shortly", e);
        }

        _buffer.ResetWrittenCount();
    }
}
