using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Batches;

/// <summary>
/// Items of a stream on their way to the service: first with the UUIDs of their destinations in place of ids, then with
/// the ids. Those whose destination does not exist are left out.
/// </summary>
internal sealed class StreamedItems(HttpContext http, IDirectoryClient directory)
{
    // As many as one look-up may have.
    private const int ChunkItems = Limits.LookUps;

    private readonly ProblemList _rejected = new();
    private readonly List<NewItem> _parsed = [];
    private int _read;

    /// <summary>How many items were left out.</summary>
    public int RejectedCount => _rejected.Count;

    /// <summary>The first 1,000 of them.</summary>
    public IReadOnlyList<ErrorProblem> Rejected => [.. _rejected.Listed.Select(ErrorProblem.From)];

    /// <summary>Reads one item. It is kept here; the returned one only stands for it.</summary>
    public NewBatchItem? Parse(ref JsonCursor cursor)
    {
        if (NewItemBody.Parse(ref cursor) is not { } item)
        {
            return null;
        }

        // After a problem nothing is added, and no stand-in is returned any more.
        if (cursor.Problems.Count == 0)
        {
            _parsed.Add(item);
        }

        return Standin;
    }

    /// <summary>Returns the items of which a stream has returned the stand-ins.</summary>
    public async IAsyncEnumerable<NewBatchItem> TranslateAsync(
        IAsyncEnumerable<NewBatchItem> standins, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var _ in standins.WithCancellation(cancellationToken))
        {
            if (_parsed.Count < ChunkItems)
            {
                continue;
            }

            foreach (var item in await ResolveAsync())
            {
                yield return item;
            }
        }

        foreach (var item in await ResolveAsync())
        {
            yield return item;
        }
    }

    private static NewBatchItem Standin { get; } = new() { Kind = ItemKind.GraphEpisode, Content = "" };

    private async ValueTask<List<NewBatchItem>> ResolveAsync()
    {
        if (_parsed.Count == 0)
        {
            return [];
        }

        var (accepted, rejected, _) = await ItemDestinations.ResolveAsync(http, directory, _parsed);
        foreach (var item in rejected)
        {
            _rejected.Add(_read + item.Index, item.Error.Param, item.Error.Code, item.Error.Message);
        }

        _read += _parsed.Count;
        _parsed.Clear();
        return accepted;
    }
}
