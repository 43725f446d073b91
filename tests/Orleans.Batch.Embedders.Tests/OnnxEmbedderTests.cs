using Orleans.Batch.Embeddings;
using Orleans.Batch.TestKit.Embeddings;
using Orleans.Batch.TestKit.Servers;

namespace Orleans.Batch.Embedders.Tests;

public sealed class OnnxEmbedderTests : IDisposable
{
    private readonly TemporaryDataDirectory _folder = new();

    public OnnxEmbedderTests() => TinyModel.Write(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EmbedAsync_Texts_AreEmbeddedInOrderWhateverTheirLengths()
    {
        using var embedder = new OnnxEmbedder(Options());
        var texts = Enumerable.Range(0, 300)
            .Select(i => string.Concat(Enumerable.Repeat("the ", i % 37)) + (i % 2 == 0 ? "boiler" : "dog")).ToList();

        var vectors = await embedder.EmbedAsync(texts, EmbeddingPurpose.Text, default);

        vectors.Count.ShouldBe(300);
        for (var i = 0; i < 300; i++)
        {
            // The mean over the words and the two tokens around them: padding of the group does not count.
            var tokens = (i % 37) + 3f;
            float[] expected = [i % 2 == 0 ? 1 / tokens : 0, i % 2 == 1 ? 1 / tokens : 0, (i % 37) / tokens];
            vectors[i].Zip(expected).ShouldAllBe(v => Math.Abs(v.First - v.Second) < 1e-5);
        }
    }

    [Fact]
    public async Task EmbedAsync_LongerTextsThanTheModelReads_AreCut()
    {
        using var embedder = new OnnxEmbedder(Options(o => o.MaxTokens = 16));

        var vectors = await embedder.EmbedAsync([string.Concat(Enumerable.Repeat("boiler ", 100)) + "dog"], EmbeddingPurpose.Text, default);

        vectors[0].ShouldBe([14 / 16f, 0, 0]);
    }

    [Fact]
    public async Task EmbedAsync_Prefixes_AreOfTheirPurpose()
    {
        using var embedder = new OnnxEmbedder(Options(o => (o.QueryPrefix, o.TextPrefix) = ("boiler ", "dog ")));

        (await embedder.EmbedAsync(["the"], EmbeddingPurpose.Query, default))[0].ShouldBe([.25f, 0, .25f]);
        (await embedder.EmbedAsync(["the"], EmbeddingPurpose.Text, default))[0].ShouldBe([0, .25f, .25f]);
    }

    [Fact]
    public async Task EmbedAsync_FirstTokenPooling_TakesTheFirstToken()
    {
        using var embedder = new OnnxEmbedder(Options(o => o.Pooling = EmbeddingPooling.Cls));

        (await embedder.EmbedAsync(["boiler"], EmbeddingPurpose.Text, default))[0].ShouldBe([0, 0, 0]);
    }

    [Fact]
    public async Task EmbedAsync_ABrokenModel_SaysWhichFolder()
    {
        using var embedder = new OnnxEmbedder(Options());
        await File.WriteAllTextAsync(_folder.In("model.onnx"), "no model");

        var failure = await Should.ThrowAsync<EmbeddingException>(async () => await embedder.EmbedAsync(["a"], EmbeddingPurpose.Text, default));

        failure.Message.ShouldContain(_folder.Path);
    }

    [Fact]
    public void Name_DependsOnAllThatDecidesVectorsOfTexts()
    {
        var name = NameOf(Options());

        NameOf(Options(o => o.QueryPrefix = "query: ")).ShouldBe(name);
        NameOf(Options(o => o.TextPrefix = "text: ")).ShouldNotBe(name);
        NameOf(Options(o => o.Pooling = EmbeddingPooling.Cls)).ShouldNotBe(name);
        File.AppendAllText(_folder.In("vocab.txt"), "more\n");
        NameOf(Options()).ShouldNotBe(name);
    }

    private static string NameOf(EmbeddingOptions options)
    {
        using var embedder = new OnnxEmbedder(options);
        return embedder.Name;
    }

    private EmbeddingOptions Options(Action<EmbeddingOptions>? change = null)
    {
        var options = new EmbeddingOptions { Folder = _folder.Path };
        change?.Invoke(options);
        return options;
    }
}
