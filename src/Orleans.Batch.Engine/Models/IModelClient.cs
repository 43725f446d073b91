namespace Orleans.Batch.Models;

/// <summary>Sends requests to models. Keeps nothing but what it has learned of endpoints.</summary>
public interface IModelClient
{
    /// <summary>Sends a request once.</summary>
    /// <exception cref="ModelCallException">There is no answer.</exception>
    ValueTask<ModelAnswer> AskAsync(ModelProfile profile, ModelRequest request, CancellationToken cancellationToken);
}
