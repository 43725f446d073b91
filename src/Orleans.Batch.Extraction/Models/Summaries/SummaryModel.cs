using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Requests for summaries.</summary>
internal sealed class SummaryModel : ISummaryModel
{
    /// <inheritdoc/>
    public ModelRequest Compose(ModelProfile profile, SummaryQuestion question) => SummaryPrompt.Compose(profile, question);

    /// <inheritdoc/>
    public IReadOnlyList<string?> Read(SummaryQuestion question, string answer) => SummaryReader.Read(question, answer);
}
