namespace Orleans.Batch;

/// <summary>
/// The size of a window: consecutive turns of a thread, or episodes of a graph, that one request to a model is about. Also the most
/// that a window may have. It depends on order and length alone, so that the same items always make the same requests.
/// </summary>
/// <param name="Turns">How many turns.</param>
/// <param name="Tokens">How many tokens they have, as estimated; rather too many.</param>
[GenerateSerializer]
[Alias("orleans-batch.window-size.v1")]
[Immutable]
public readonly record struct WindowSize([property: Id(0)] int Turns, [property: Id(1)] int Tokens)
{
    // UTF-8 bytes of a token, at least: English has four and more, other languages rarely fewer than three.
    private const int BytesPerToken = 3;

    /// <summary>The size of one turn.</summary>
    /// <param name="utf8Bytes">The length of its content in UTF-8.</param>
    public static WindowSize FromTurn(int utf8Bytes) => new(1, (utf8Bytes + BytesPerToken - 1) / BytesPerToken);

    /// <summary>The size together with more turns.</summary>
    public WindowSize Add(WindowSize turns) => new(Turns + turns.Turns, Tokens + turns.Tokens);

    /// <summary>Whether a window of this size may have one more turn. An empty one always may: a long turn stands alone.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="most">The most that a window may have.</param>
    public bool HasRoomFor(WindowSize turn, WindowSize most) =>
        Turns == 0 || (Turns < most.Turns && Tokens + turn.Tokens <= most.Tokens);
}
