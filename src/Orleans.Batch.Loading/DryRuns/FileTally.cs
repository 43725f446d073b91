namespace Orleans.Batch.Loading;

/// <summary>The content of a file by destination. Memory grows with the destinations, not with the items.</summary>
/// <param name="limits">The limits of batches.</param>
internal sealed class FileTally(LoadLimits limits) : IItemObserver
{
    private readonly List<DestinationTally> _all = [];
    private ModelOffer? _model;
    private WindowEstimate<int>? _windows;
    private int _inBatch;

    /// <summary>The tally of each destination, by its ordinal.</summary>
    public IReadOnlyList<DestinationTally> All => _all;

    /// <summary>
    /// The model to estimate for in the next survey, whose limits decide how many requests there are; null for none.
    /// </summary>
    public ModelOffer? Model
    {
        get => _model;
        set
        {
            _model = value;
            Clear();
        }
    }

    /// <summary>What extraction by the model would take; null without one.</summary>
    public ModelEstimate? Estimate => _windows?.For(_model);

    /// <inheritdoc/>
    public void Clear()
    {
        _all.Clear();
        _windows = _model is { } model ? new WindowEstimate<int>(model.Window) : null;
        _inBatch = 0;
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> item, int destination, long line)
    {
        if (destination == _all.Count)
        {
            _all.Add(new DestinationTally());
        }

        _all[destination].Add(item, line);
        if (_windows is { } windows)
        {
            if (_inBatch++ == limits.BatchItems)
            {
                windows.EndBatch();
                _inBatch = 1;
            }

            windows.Add(destination, ItemLength.Measure(item));
        }
    }
}
