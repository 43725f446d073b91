namespace Orleans.Batch.Models;

/// <summary>A request, with whose budget and limits it counts against.</summary>
/// <param name="ProfileName">The name of the profile.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Request">The request.</param>
/// <param name="ProjectKey">The project that pays for it.</param>
/// <param name="BatchKey">The batch that pays for it, too; 0 for none.</param>
/// <param name="IsLive">Whether it goes before requests of batches.</param>
internal sealed record ModelCall(
    string ProfileName, ModelProfile Profile, ModelRequest Request, long ProjectKey, long BatchKey, bool IsLive)
{
    /// <summary>The most tokens that it takes.</summary>
    public int MostTokens => Request.InputTokens + Request.MaxOutputTokens;

    /// <summary>Whether it fits into the model's context.</summary>
    public bool Fits => MostTokens <= Profile.ContextTokens;

    /// <summary>What some tokens cost it.</summary>
    public ModelSpend Spend(long inputTokens, long outputTokens) =>
        new(ProjectKey, BatchKey, inputTokens, outputTokens, Profile.Cost(inputTokens, outputTokens));
}

/// <summary>How a request went. One of answer, fault and wait.</summary>
/// <typeparam name="T">What the answer says.</typeparam>
/// <param name="Answer">What the answer says; null where there is none of use.</param>
/// <param name="Fault">Why the answer is of no use: asking the same again may help, or does not.</param>
/// <param name="HeldBecause">Why no requests are sent now; null: none is held.</param>
/// <param name="Wait">How long until it is worth another attempt, where there is neither answer nor fault.</param>
internal readonly record struct ModelOutcome<T>(T? Answer, ModelCallException? Fault, string? HeldBecause, TimeSpan Wait)
    where T : class
{
    public static ModelOutcome<T> Answered(T answer) => new(answer, null, null, default);

    public static ModelOutcome<T> Failed(ModelCallException fault) => new(null, fault, null, default);

    public static ModelOutcome<T> Held(string because, TimeSpan wait) => new(null, null, because, wait);

    public static ModelOutcome<T> After(TimeSpan wait) => new(null, null, null, wait);
}
