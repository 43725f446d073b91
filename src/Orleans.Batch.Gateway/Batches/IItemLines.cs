using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>Lines that each stand for one item, as JSON.</summary>
internal interface IItemLines
{
    /// <summary>The current line.</summary>
    ReadOnlyMemory<byte> Current { get; }

    /// <summary>Its number in the request, from 1.</summary>
    int Number { get; }

    /// <summary>Why the line cannot be an item, regardless of its content; null when it can.</summary>
    LineError? Error { get; }

    /// <summary>Advances to the next line; returns false at the end.</summary>
    ValueTask<bool> NextAsync(CancellationToken cancellationToken);
}
