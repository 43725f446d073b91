namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>What an error page shows.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="RequestId">What leads to the log.</param>
/// <param name="Problems">Every single problem.</param>
public sealed record ErrorModel(int Status, string Code, string Message, string RequestId, IReadOnlyList<Problem> Problems)
{
    /// <summary>The page about the thing that was asked for; the first page when there is none.</summary>
    public string Back { get; init; } = LocalPath.Start;
}
