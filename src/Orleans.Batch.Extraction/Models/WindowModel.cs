using Orleans.Batch.Facts;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Extraction by a model behind an endpoint with OpenAI's wire format.</summary>
internal sealed class WindowModel(ModelCaller caller) : IWindowModel
{
    /// <inheritdoc/>
    public ModelRequest Compose(ModelProfile profile, ExtractionWindow window) => WindowPrompt.Compose(profile, window);

    /// <inheritdoc/>
    public ValueTask<ModelAnswer> AskAsync(ModelProfile profile, ModelRequest request, CancellationToken cancellationToken) =>
        new(caller.AskAsync(profile, request, cancellationToken));

    /// <inheritdoc/>
    public IReadOnlyList<ItemExtraction> Read(ExtractionWindow window, string answer) => AnswerReader.Read(window, answer);
}
