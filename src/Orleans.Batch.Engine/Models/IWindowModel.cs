using Orleans.Batch.Facts;

namespace Orleans.Batch.Models;

/// <summary>Writes requests for the facts in windows, and reads their answers.</summary>
public interface IWindowModel
{
    /// <summary>Writes the request about a window.</summary>
    ModelRequest Compose(ModelProfile profile, ExtractionWindow window);

    /// <summary>Reads the answer to a request about a window.</summary>
    /// <returns>What each turn states, in the order of the turns.</returns>
    /// <exception cref="ModelCallException">The answer is malformed.</exception>
    IReadOnlyList<ItemExtraction> Read(ExtractionWindow window, string answer);
}
