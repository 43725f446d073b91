using Orleans.Batch.Embeddings;

namespace Orleans.Batch.Embedders;

/// <summary>The API key of the endpoint.</summary>
internal static class EndpointKey
{
    // The client demands a key; endpoints without keys ignore it.
    private const string None = "none";

    /// <summary>Reads the key.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">The variable or the file is empty.</exception>
    public static string Read(EmbeddingOptions options)
    {
        var key = options switch
        {
            { KeyFile: { Length: > 0 } file } => File.ReadAllText(file),
            { KeyVariable: { Length: > 0 } variable } => Environment.GetEnvironmentVariable(variable),
            _ => None,
        };
        return string.IsNullOrWhiteSpace(key) ? throw new InvalidDataException("the key is empty") : key.Trim();
    }
}
