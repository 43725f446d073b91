using Microsoft.ML.OnnxRuntime;
using Orleans.Batch.Embeddings;

namespace Orleans.Batch.Embedders;

/// <summary>
/// A BERT-like sentence model in a folder, run in this process. It is loaded at its first use. Calls run side by side, each on its
/// caller's thread, so that a query does not wait for a group of texts.
/// </summary>
internal sealed class OnnxEmbedder : IEmbedder, IDisposable
{
    // Padding included. Larger groups take more memory, and more time a text, because they leave the caches of the processor.
    private const int GroupTokens = 256;

    private readonly EmbeddingOptions _options;
    private readonly Lock _loading = new();
    private volatile LoadedModel? _model;

    public OnnxEmbedder(EmbeddingOptions options)
    {
        _options = options;
        Name = ModelFolder.Identify(options);
    }

    public string Name { get; }

    public ValueTask<IReadOnlyList<float[]>> EmbedAsync(
        IReadOnlyList<string> texts, EmbeddingPurpose purpose, CancellationToken cancellationToken) =>
        new(Task.Run<IReadOnlyList<float[]>>(() => Embed(texts, purpose, cancellationToken), cancellationToken));

    public void Dispose() => _model?.Dispose();

    // Not a Lazy, which would keep a failure, such as lack of memory, for good.
    private LoadedModel Load()
    {
        lock (_loading)
        {
            return _model ??= LoadedModel.Load(_options);
        }
    }

    private float[][] Embed(IReadOnlyList<string> texts, EmbeddingPurpose purpose, CancellationToken cancellationToken)
    {
        var prefix = purpose == EmbeddingPurpose.Query ? _options.QueryPrefix : _options.TextPrefix;
        try
        {
            var model = _model ?? Load();
            var tokens = texts.Select(t => model.Tokenize(prefix + t)).ToList();
            var vectors = new float[texts.Count][];
            foreach (var group in GroupByLength(tokens))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var embedded = model.Run([.. group.Select(i => tokens[i])]);
                for (var i = 0; i < group.Count; i++)
                {
                    vectors[group[i]] = embedded[i];
                }
            }

            return vectors;
        }
        catch (Exception e) when (e is OnnxRuntimeException or IOException or ArgumentException or InvalidOperationException)
        {
            throw new EmbeddingException($"The model in {_options.Folder} cannot be used: {e.Message}", e);
        }
    }

    // Texts of about the same length together: the shorter ones of a group are padded.
    private static IEnumerable<List<int>> GroupByLength(List<int[]> tokens)
    {
        var group = new List<int>();
        foreach (var i in Enumerable.Range(0, tokens.Count).OrderBy(i => tokens[i].Length))
        {
            if (group.Count > 0 && (group.Count + 1) * tokens[i].Length > GroupTokens)
            {
                yield return group;
                group = [];
            }

            group.Add(i);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }
}
