using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orleans.Batch.Embeddings;

namespace Orleans.Batch.Embedders;

/// <summary>The folder of a local model.</summary>
internal static class ModelFolder
{
    public static string Model(EmbeddingOptions options) => Path.Combine(options.Folder!, "model.onnx");

    public static string Vocabulary(EmbeddingOptions options) => Path.Combine(options.Folder!, "vocab.txt");

    /// <summary>The name of the folder, and a hash of all that decides the vectors of texts: its files may be replaced.</summary>
    public static string Identify(EmbeddingOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in (string[])[Model(options), Vocabulary(options)])
        {
            using var content = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(content));
        }

        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{options.Pooling} {options.MaxTokens} {options.TextPrefix}")));
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Folder!)));
        return $"{name}@{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8))}";
    }
}
