namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>What the sign-in page shows.</summary>
/// <param name="Back">Where to go on.</param>
/// <param name="Refusal">Why the last try was refused; null on the first.</param>
public sealed record SignInModel(string Back, string? Refusal)
{
    /// <summary>Whether somebody has just signed out.</summary>
    public bool HasSignedOut { get; init; }
}
