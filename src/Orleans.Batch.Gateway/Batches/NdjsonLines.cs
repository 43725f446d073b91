using System.Buffers;
using System.Security.Cryptography;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>
/// The lines of a body of any length, one at a time, in one buffer of fixed size. A line that is too long is skipped, not kept.
/// </summary>
/// <param name="source">The body, decompressed.</param>
/// <param name="maxLine">The maximum length of a line.</param>
/// <param name="maxBytes">The maximum length of the body.</param>
/// <param name="budget">The budget that the buffer counts against.</param>
/// <param name="hash">Gets every byte; null when the body's hash is not needed.</param>
internal sealed class NdjsonLines(Stream source, int maxLine, long maxBytes, BodyBudget budget, IncrementalHash? hash)
    : IItemLines, IDisposable
{
    private const int ReadAhead = 64 * 1024;

    private byte[] _buffer = [];
    private long _total;
    private int _start;
    private int _end;
    private int _scanned;
    private bool _sourceEnded;

    /// <inheritdoc/>
    public LineError? Error => IsTooLong ? new("", ErrorCodes.TooLong, $"a line may have at most {maxLine} bytes") : null;

    /// <summary>The current line, without its line feed.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>Its number, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Whether it was longer than allowed; then <see cref="Current"/> is empty.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Advances to the next line; returns false at the end.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        IsTooLong = false;
        while (true)
        {
            var feed = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                Take(_scanned + feed, _scanned + feed + 1);
                return true;
            }

            _scanned = _end;
            if (_end - _start > maxLine)
            {
                IsTooLong = true;
                _start = _end = _scanned = 0;
            }

            if (_sourceEnded || !await FillAsync(cancellationToken))
            {
                if (_end == _start && !IsTooLong)
                {
                    return false;
                }

                Take(_end, _end);
                return true;
            }
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            budget.GiveBack(_buffer.Length);
            _buffer = [];
        }
    }

    private void Take(int end, int next)
    {
        IsTooLong |= end - _start > maxLine;
        Current = IsTooLong ? default : _buffer.AsMemory(_start, end - _start);
        Number++;
        _start = _scanned = next;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_buffer.Length == 0)
        {
            var rented = ArrayPool<byte>.Shared.Rent(maxLine + ReadAhead);
            budget.Take(rented.Length);
            _buffer = rented;
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end, _scanned) = (0, _end - _start, _scanned - _start);
        }

        var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _sourceEnded = read == 0;
        _total += read;
        if (_total > maxBytes)
        {
            throw RequestBodies.TooLarge(maxBytes);
        }

        hash?.AppendData(_buffer, _end, read);
        _end += read;
        return read > 0;
    }
}
