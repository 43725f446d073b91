namespace Orleans.Batch;

/// <summary>
/// Estimates what extraction by a model takes, from the lengths of items: by the division that is made later, and by what requests
/// and answers have besides.
/// </summary>
/// <typeparam name="TDestination">What tells threads, users and graphs apart.</typeparam>
/// <param name="most">The most that a window may have.</param>
public sealed class WindowEstimate<TDestination>(WindowSize most)
    where TDestination : notnull
{
    // The instructions, the schema, the turns before the window, and what is known of its entities: of 3,300 requests about 50,000
    // turns of LoCoMo, 10 million input tokens, half of them turns.
    private const int TokensAround = 1_500;

    // Of the same: 2.4 million output tokens.
    private const int TokensOfTurn = 48;

    private readonly Dictionary<TDestination, WindowSize> _open = [];
    private long _requests;
    private long _turns;
    private long _tokens;

    /// <summary>Adds the next item of a destination.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="utf8Bytes">The length of its content in UTF-8.</param>
    public void Add(TDestination destination, int utf8Bytes)
    {
        var (window, turn) = (_open.GetValueOrDefault(destination), WindowSize.FromTurn(utf8Bytes));
        if (window.Turns == 0 || !window.HasRoomFor(turn, most))
        {
            _requests++;
            window = default;
        }

        _open[destination] = window.Add(turn);
        _turns++;
        _tokens += turn.Tokens;
    }

    /// <summary>The batch is full: the items that follow are of another one, and share no window with those before.</summary>
    public void EndBatch() => _open.Clear();

    /// <summary>The estimate at the limits and prices of a model; null: none is configured.</summary>
    public ModelEstimate For(ModelOffer? model)
    {
        var (input, output) = (_tokens + (_requests * TokensAround), _turns * TokensOfTurn);
        return new ModelEstimate(
            model?.Name, _requests, input, output, model?.Prices?.Cost(input, output) / 1_000_000m, Math.Round(Hours(model, input + output), 2));
    }

    private double Hours(ModelOffer? model, long tokens)
    {
        var minutes = _requests / (double)(model?.RequestsPerMinute ?? 1);
        return (model?.TokensPerMinute is { } limit ? Math.Max(minutes, tokens / (double)limit) : minutes) / 60;
    }
}
