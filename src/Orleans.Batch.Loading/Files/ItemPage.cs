using System.Buffers;
using System.Text;

namespace Orleans.Batch.Loading;

/// <summary>
/// The items of one add call, as its request body: the lines themselves, each with its missing fields inserted first,
/// separated by commas. Uses rented memory; dispose it once the call is answered.
/// </summary>
internal sealed class ItemPage : IDisposable
{
    private readonly List<(int Offset, int Length, int Put, long Line)> _items = [];
    private byte[] _body = ArrayPool<byte>.Shared.Rent(256 * 1024);
    private int _length;

    /// <summary>Creates a page of the batch with this number, from 1.</summary>
    public ItemPage(int batch)
    {
        Batch = batch;
        Write("{\"items\":["u8);
    }

    /// <summary>The number of the batch it belongs to, from 1.</summary>
    public int Batch { get; }

    /// <summary>How many items it holds.</summary>
    public int Count => _items.Count;

    /// <summary>Bytes written so far.</summary>
    public int Bytes => _length;

    /// <summary>The request body; only after <see cref="Close"/>.</summary>
    public ReadOnlyMemory<byte> Body => _body.AsMemory(0, _length);

    /// <summary>The line of the item at this index.</summary>
    public long LineOf(int index) => _items[index].Line;

    /// <summary>The item at this index as in the source.</summary>
    public ReadOnlySpan<byte> RawOf(int index)
    {
        var (offset, length, put, _) = _items[index];
        return put == 0 ? _body.AsSpan(offset, length) : (byte[])[(byte)'{', .. _body.AsSpan(offset + put + 1, length - put - 1)];
    }

    /// <summary>Appends an item.</summary>
    /// <param name="item">A JSON object that is not empty.</param>
    /// <param name="line">Its line.</param>
    /// <param name="recordId">The record id it is sent with, of characters that need no escape; null when it has one.</param>
    /// <param name="asText">Whether it is sent with the data_type text.</param>
    public void Add(ReadOnlySpan<byte> item, long line, string? recordId = null, bool asText = false)
    {
        var start = Begin();
        Write("{"u8);
        if (recordId is not null)
        {
            Span<byte> id = stackalloc byte[recordId.Length];
            Encoding.ASCII.GetBytes(recordId, id);
            Write("\"record_id\":\""u8);
            Write(id);
            Write("\","u8);
        }

        if (asText)
        {
            Write("\"data_type\":\"text\","u8);
        }

        var put = _length - start - 1;
        Write(item[1..]);
        _items.Add((start, _length - start, put, line));
    }

    /// <summary>Ends the body: no more items.</summary>
    public ItemPage Close()
    {
        Write("]}"u8);
        return this;
    }

    /// <summary>A new, closed page with only the items with the given indexes.</summary>
    public ItemPage Where(Func<int, bool> wanted)
    {
        var part = new ItemPage(Batch);
        for (var i = 0; i < Count; i++)
        {
            if (wanted(i))
            {
                var (offset, length, put, line) = _items[i];
                part._items.Add((part.Begin(), length, put, line));
                part.Write(_body.AsSpan(offset, length));
            }
        }

        return part.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_body);
        _body = [];
    }

    private int Begin()
    {
        if (_items.Count > 0)
        {
            Write(","u8);
        }

        return _length;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_body.Length - _length < bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_body.Length * 2, _length + bytes.Length));
            _body.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_body);
            _body = larger;
        }

        bytes.CopyTo(_body.AsSpan(_length));
        _length += bytes.Length;
    }
}
