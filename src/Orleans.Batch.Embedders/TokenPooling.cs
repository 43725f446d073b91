using Microsoft.ML.OnnxRuntime;
using Orleans.Batch.Embeddings;

namespace Orleans.Batch.Embedders;

/// <summary>Makes the vectors of texts of those of their tokens.</summary>
internal static class TokenPooling
{
    /// <param name="output">The model's output: texts × tokens × dimensions, or, where the model pools by itself, texts × dimensions.</param>
    /// <param name="lengths">How many tokens each text has; the others are padding.</param>
    /// <param name="pooling">How.</param>
    public static float[][] Pool(OrtValue output, IReadOnlyList<int> lengths, EmbeddingPooling pooling)
    {
        var shape = output.GetTensorTypeAndShape().Shape;
        var values = output.GetTensorDataAsSpan<float>();
        var dimensions = (int)shape[^1];
        var perText = shape.Length == 2 ? dimensions : (int)shape[1] * dimensions;
        var vectors = new float[lengths.Count][];
        for (var i = 0; i < vectors.Length; i++)
        {
            var tokens = shape.Length == 2 || pooling == EmbeddingPooling.Cls ? 1 : lengths[i];
            vectors[i] = Mean(values.Slice(i * perText, tokens * dimensions), dimensions);
        }

        return vectors;
    }

    private static float[] Mean(ReadOnlySpan<float> tokens, int dimensions)
    {
        var mean = new float[dimensions];
        for (var i = 0; i < tokens.Length; i++)
        {
            mean[i % dimensions] += tokens[i];
        }

        var count = tokens.Length / dimensions;
        for (var i = 0; i < dimensions; i++)
        {
            mean[i] /= count;
        }

        return mean;
    }
}
