namespace Orleans.Batch.Dashboard;

/// <summary>The model of the sign-in page.</summary>
/// <param name="Back">The path to go to afterwards.</param>
/// <param name="Refusal">Why the last attempt was refused; null on the first.</param>
public sealed record SignInModel(string Back, string? Refusal)
{
    /// <summary>Whether the user has just signed out.</summary>
    public bool HasSignedOut { get; init; }
}
