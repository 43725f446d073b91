using Orleans.Batch.Facts;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Requests for facts.</summary>
internal sealed class WindowModel : IWindowModel
{
    /// <inheritdoc/>
    public ModelRequest Compose(ModelProfile profile, ExtractionWindow window) => WindowPrompt.Compose(profile, window);

    /// <inheritdoc/>
    public IReadOnlyList<ItemExtraction> Read(ExtractionWindow window, string answer) => AnswerReader.Read(window, answer);
}
