namespace Orleans.Batch.Dashboard;

/// <summary>The model of an error page.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="RequestId">The id of the request in the log.</param>
/// <param name="Problems">Every problem.</param>
public sealed record ErrorModel(int Status, string Code, string Message, string RequestId, IReadOnlyList<Problem> Problems)
{
    /// <summary>The page of the requested object; the first page when there is none.</summary>
    public string Back { get; init; } = LocalPath.Start;
}
