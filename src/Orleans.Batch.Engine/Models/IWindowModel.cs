using Orleans.Batch.Facts;

namespace Orleans.Batch.Models;

/// <summary>Asks models for the facts in windows. Keeps nothing but what it has learned of endpoints.</summary>
public interface IWindowModel
{
    /// <summary>Writes the request about a window.</summary>
    ModelRequest Compose(ModelProfile profile, ExtractionWindow window);

    /// <summary>Sends a request once.</summary>
    /// <exception cref="ModelCallException">There is no answer.</exception>
    ValueTask<ModelAnswer> AskAsync(ModelProfile profile, ModelRequest request, CancellationToken cancellationToken);

    /// <summary>Reads the answer to a request about a window.</summary>
    /// <returns>What each turn states, in the order of the turns.</returns>
    /// <exception cref="ModelCallException">The answer is malformed.</exception>
    IReadOnlyList<ItemExtraction> Read(ExtractionWindow window, string answer);
}
