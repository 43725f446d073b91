namespace Orleans.Batch.Models;

/// <summary>Writes requests for summaries, and reads their answers.</summary>
public interface ISummaryModel
{
    /// <summary>Writes the request for summaries.</summary>
    ModelRequest Compose(ModelProfile profile, SummaryQuestion question);

    /// <summary>Reads the answer to a request.</summary>
    /// <returns>The summary of each subject, in their order; null for those that the answer leaves out.</returns>
    /// <exception cref="ModelCallException">The answer has no summary.</exception>
    IReadOnlyList<string?> Read(SummaryQuestion question, string answer);
}
