using System.Threading.Channels;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>
/// Passes the pieces of a stream to the engine, which keeps them on disk. Nothing of it outlives the activation: a stream
/// whose silo ended, or that was idle until its grain was collected, has stored nothing, and its sender gets an error.
/// </summary>
[GrainType("orleans-batch.item-upload")]
[SiloRole(SiloRoles.Batch)]
[Reentrant]
internal sealed class ItemUploadGrain(IBatchClient batches) : Grain, IItemUploadGrain, IDisposable
{
    private readonly Channel<NewBatchItem[]> _pieces = Channel.CreateBounded<NewBatchItem[]>(1);
    private readonly CancellationTokenSource _gone = new();
    private Task<IdempotentResult<AddedItems>>? _adding;
    private IdempotencyKey? _key;
    private int _next;

    public async ValueTask SendAsync(ProjectId project, Guid batchId, int piece, NewBatchItem[] items)
    {
        Expect(piece);
        _next++;

        // The key may come only with the end, since it may depend on all items.
        _adding ??= batches.AddStreamAsync(project, batchId, ReadAsync(), () => _key!, _gone.Token).AsTask();
        var room = _pieces.Writer.WriteAsync(items, _gone.Token).AsTask();
        if (await Task.WhenAny(room, _adding) == _adding)
        {
            await _adding; // it ended early; awaiting it throws the reason
        }
    }

    public async ValueTask<IdempotentResult<AddedItems>> EndAsync(ProjectId project, int pieces, IdempotencyKey? key)
    {
        Expect(pieces);
        _key = key;
        _pieces.Writer.Complete();
        DeactivateOnIdle();
        return await _adding!;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_adding is { IsCompleted: false } && !_pieces.Reader.Completion.IsCompleted)
        {
            await _gone.CancelAsync();
        }
    }

    public void Dispose() => _gone.Dispose();

    private void Expect(int piece)
    {
        if (piece != _next)
        {
            throw new BatchServiceException(
                ErrorKind.Unavailable, ErrorCodes.Unavailable, "the silo that this stream went to has ended; nothing was added: send it again");
        }
    }

    private async IAsyncEnumerable<NewBatchItem> ReadAsync()
    {
        await foreach (var piece in _pieces.Reader.ReadAllAsync(_gone.Token))
        {
            foreach (var item in piece)
            {
                yield return item;
            }
        }
    }
}
