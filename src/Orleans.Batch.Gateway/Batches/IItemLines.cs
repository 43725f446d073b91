namespace Orleans.Batch.Gateway;

/// <summary>Lines that each stand for one item, as JSON.</summary>
internal interface IItemLines
{
    /// <summary>The line read last.</summary>
    ReadOnlyMemory<byte> Current { get; }

    /// <summary>Its number in what was sent, from 1.</summary>
    int Number { get; }

    /// <summary>Why it cannot be an item, whatever is in it; null when it can.</summary>
    LineError? Error { get; }

    /// <summary>Goes to the next line; false at the end.</summary>
    ValueTask<bool> NextAsync(CancellationToken cancellationToken);
}
