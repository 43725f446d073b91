using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Tokenizers;
using Orleans.Batch.Embeddings;

namespace Orleans.Batch.Embedders;

/// <summary>A model in memory, with its tokenizer.</summary>
internal sealed class LoadedModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly BertTokenizer _tokenizer;
    private readonly EmbeddingPooling _pooling;
    private readonly int _maxTokens;
    private readonly string _output;

    private LoadedModel(InferenceSession session, BertTokenizer tokenizer, EmbeddingOptions options)
    {
        (_session, _tokenizer, _pooling, _maxTokens) = (session, tokenizer, options.Pooling, options.MaxTokens);
        _output = session.OutputNames[0];
    }

    public static LoadedModel Load(EmbeddingOptions options)
    {
        using var settings = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // A waiting thread would spin and take the processor from PostgreSQL.
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        var tokenizer = BertTokenizer.Create(ModelFolder.Vocabulary(options));
        return new LoadedModel(new InferenceSession(ModelFolder.Model(options), settings), tokenizer, options);
    }

    public void Dispose() => _session.Dispose();

    /// <summary>The ids of a text's tokens, with those that begin and end it, at most as many as the model reads.</summary>
    public int[] Tokenize(string text) => [.. _tokenizer.EncodeToIds(text, _maxTokens, addSpecialTokens: true, out _, out _)];

    /// <summary>Embeds texts that are run together.</summary>
    public float[][] Run(IReadOnlyList<int[]> texts)
    {
        var length = texts.Max(t => t.Length);
        var ids = new long[texts.Count * length];
        var mask = new long[ids.Length];
        for (var i = 0; i < texts.Count; i++)
        {
            for (var j = 0; j < texts[i].Length; j++)
            {
                ids[(i * length) + j] = texts[i][j];
                mask[(i * length) + j] = 1;
            }
        }

        long[] shape = [texts.Count, length];
        using var idValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using var maskValue = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using var typeValue = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], shape);
        var inputs = new Dictionary<string, OrtValue>(StringComparer.Ordinal)
        {
            ["input_ids"] = idValue,
            ["attention_mask"] = maskValue,
            ["token_type_ids"] = typeValue,
        };
        foreach (var unknown in inputs.Keys.Except(_session.InputNames).ToList())
        {
            inputs.Remove(unknown);
        }

        using var run = new RunOptions();
        using var outputs = _session.Run(run, inputs, [_output]);
        return TokenPooling.Pool(outputs[0], [.. texts.Select(t => t.Length)], _pooling);
    }
}
