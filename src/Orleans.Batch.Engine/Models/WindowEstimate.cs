namespace Orleans.Batch.Models;

/// <summary>
/// Estimates what extraction by a model takes, from the lengths of items: by the division that is made later, and by what requests
/// and answers have besides.
/// </summary>
internal sealed class WindowEstimate(WindowOptions options)
{
    // The instructions, the schema, the turns before the window, and what is known of its entities: of 3,300 requests about 50,000
    // turns of LoCoMo, 10 million input tokens, half of them turns.
    private const int TokensAround = 1_500;

    // Of the same: 2.4 million output tokens.
    private const int TokensOfTurn = 48;

    private readonly Dictionary<(bool Thread, string Id), (int Turns, int Tokens)> _open = [];
    private long _requests;
    private long _turns;
    private long _tokens;

    /// <summary>Adds the next item of a thread or a graph.</summary>
    public void Add(bool isMessage, string destination, int bytes)
    {
        var (turns, tokens) = _open.GetValueOrDefault((isMessage, destination));
        var own = WindowDivision.Tokens(bytes);
        if (turns == 0 || turns == options.Turns || tokens + own > options.Tokens)
        {
            _requests++;
            (turns, tokens) = (0, 0);
        }

        _open[(isMessage, destination)] = (turns + 1, tokens + own);
        _turns++;
        _tokens += own;
    }

    /// <summary>The estimate at the limits and prices of a profile.</summary>
    public ModelEstimate For(string? name, ModelProfile? profile)
    {
        var (input, output) = (_tokens + (_requests * TokensAround), _turns * TokensOfTurn);
        return new ModelEstimate(name, _requests, input, output, Cost(profile, input, output), Math.Round(Hours(profile, input + output), 2));
    }

    private static decimal? Cost(ModelProfile? profile, long input, long output) =>
        profile is { InputPrice: null, OutputPrice: null } or null ? null : profile.Cost(input, output) / 1_000_000m;

    private double Hours(ModelProfile? profile, long tokens)
    {
        var minutes = _requests / (double)(profile?.RequestsPerMinute ?? 1);
        return (profile is { TokensPerMinute: > 0 and var limit } ? Math.Max(minutes, tokens / (double)limit) : minutes) / 60;
    }
}
