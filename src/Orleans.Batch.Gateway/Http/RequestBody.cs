using System.Buffers;

namespace Orleans.Batch.Gateway.Http;

/// <summary>A whole body in a pooled buffer, which grows as bytes arrive, never ahead of them.</summary>
internal sealed class RequestBody(BodyBudget budget) : IDisposable
{
    private const int Smallest = 16 * 1024;

    private byte[] _buffer = [];
    private int _length;

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    /// <summary>Reads to the end; false when there is more than <paramref name="limit"/>.</summary>
    public async ValueTask<bool> FillAsync(Stream source, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_length == _buffer.Length)
            {
                if (_length >= limit)
                {
                    return await source.ReadAsync(new byte[1], cancellationToken) == 0;
                }

                Grow();
            }

            var read = await source.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
            if (read == 0)
            {
                return true;
            }

            _length += read;
            if (_length > limit)
            {
                return false;
            }
        }
    }

    public void Dispose() => Swap([]);

    // Powers of two, the sizes of the pool, so that the budget counts the memory really used.
    private void Grow()
    {
        var wanted = Math.Max(Smallest, _buffer.Length * 2);
        budget.Take(wanted);
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        Span.CopyTo(larger);
        Swap(larger);
    }

    private void Swap(byte[] next)
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            budget.GiveBack(_buffer.Length);
        }

        _buffer = next;
        _length = next.Length == 0 ? 0 : _length;
    }
}
