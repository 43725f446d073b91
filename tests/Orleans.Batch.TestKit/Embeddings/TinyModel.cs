namespace Orleans.Batch.TestKit.Embeddings;

/// <summary>
/// A folder with a working ONNX model of a few hundred bytes. Words of one meaning have the same vector, and other words none; the
/// model looks up each token's vector, as the first layer of a real one does.
/// </summary>
public static class TinyModel
{
    /// <summary>How many dimensions its vectors have.</summary>
    public const int Dimensions = 3;

    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    // By dimension. The last one is of words that say nothing.
    private static readonly string[][] Words =
        [["boiler", "heating", "radiator"], ["dog", "puppy", "terrier"], ["the", "a", "we", "is", "have", "broke", "down", ".", ":", "?"]];

    /// <summary>Writes <c>model.onnx</c> and <c>vocab.txt</c> into a folder.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), [.. Special, .. Words.SelectMany(w => w)]);
        var table = new List<float>(new float[Special.Length * Dimensions]);
        for (var dimension = 0; dimension < Words.Length; dimension++)
        {
            foreach (var _ in Words[dimension])
            {
                table.AddRange(Enumerable.Range(0, Dimensions).Select(d => d == dimension ? 1f : 0f));
            }
        }

        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), OnnxWriter.WriteLookup([.. table], Dimensions));
    }
}
