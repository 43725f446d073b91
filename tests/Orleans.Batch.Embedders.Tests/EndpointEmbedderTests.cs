using Orleans.Batch.Embeddings;
using Orleans.Batch.TestKit.Models;

namespace Orleans.Batch.Embedders.Tests;

public sealed class EndpointEmbedderTests : IAsyncLifetime
{
    private const string KeyVariable = "BATCH_TEST_EMBEDDINGS_KEY";
    private const string Key = "sk-secret-1";

    private StubModelEndpoint _endpoint = null!;

    public async Task InitializeAsync()
    {
        Environment.SetEnvironmentVariable(KeyVariable, Key);
        _endpoint = await StubModelEndpoint.StartAsync(new StubSettings { Key = Key });
    }

    public async Task DisposeAsync() => await _endpoint.DisposeAsync();

    [Fact]
    public async Task EmbedAsync_ManyTexts_AreAskedInGroupsAndReturnedInOrder()
    {
        using var embedder = NewEmbedder(o => o.RequestTexts = 4);
        var texts = Enumerable.Range(0, 10).Select(i => $"text {i}").ToList();

        var vectors = await embedder.EmbedAsync(texts, EmbeddingPurpose.Text, default);

        _endpoint.Requests.Count.ShouldBe(3);
        vectors.Count.ShouldBe(10);
        for (var i = 0; i < 10; i++)
        {
            vectors[i].ShouldBe(StubEmbeddings.Embed(texts[i], 64));
        }
    }

    [Theory]
    [InlineData(StubBehavior.ServerError)]
    [InlineData(StubBehavior.RateLimited)]
    [InlineData(StubBehavior.ClosedConnection)]
    public async Task EmbedAsync_APassingFault_IsRetriedForTexts(StubBehavior fault)
    {
        using var embedder = NewEmbedder();
        _endpoint.Plan.Next(fault, fault);

        (await embedder.EmbedAsync(["a"], EmbeddingPurpose.Text, default)).Count.ShouldBe(1);

        _endpoint.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(StubBehavior.ServerError)]
    [InlineData(StubBehavior.WebPage)]
    [InlineData(StubBehavior.ClosedInBody)]
    public async Task EmbedAsync_AFault_IsNotRetriedForAQuery(StubBehavior fault)
    {
        using var embedder = NewEmbedder();
        _endpoint.Plan.Next(fault);

        await FailureAsync(embedder, EmbeddingPurpose.Query);

        _endpoint.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(StubBehavior.Unauthorized, "401", false)]
    [InlineData(StubBehavior.UnknownModel, "404", false)]
    [InlineData(StubBehavior.ContextTooLarge, "400", true)]
    public async Task EmbedAsync_ARefusal_IsNotRetriedAndSaysTheStatusAlone(StubBehavior refusal, string status, bool isTextRefused)
    {
        using var embedder = NewEmbedder();
        _endpoint.Plan.Next(refusal);

        var failure = await FailureAsync(embedder, EmbeddingPurpose.Text);

        failure.Message.ShouldContain(status);
        failure.Message.ShouldNotContain(Key);
        failure.IsTextRefused.ShouldBe(isTextRefused);
        _endpoint.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task EmbedAsync_AnEndpointThatIsSilent_EndsWithItsTimeLimit()
    {
        using var embedder = NewEmbedder(o => o.RequestTimeout = TimeSpan.FromMilliseconds(300));
        _endpoint.Plan.Otherwise(StubBehavior.Hanging);

        (await FailureAsync(embedder, EmbeddingPurpose.Query)).Message.ShouldContain("gave no vectors");
    }

    [Fact]
    public void Name_IsTheModelsAndDependsOnThePrefixOfTexts()
    {
        using var plain = NewEmbedder();
        using var prefixed = NewEmbedder(o => o.TextPrefix = "passage: ");

        plain.Name.ShouldBe("stub");
        prefixed.Name.ShouldStartWith("stub@");
    }

    private static Task<EmbeddingException> FailureAsync(EndpointEmbedder embedder, EmbeddingPurpose purpose) =>
        Should.ThrowAsync<EmbeddingException>(async () => await embedder.EmbedAsync(["a"], purpose, default));

    private EndpointEmbedder NewEmbedder(Action<EmbeddingOptions>? change = null)
    {
        var options = new EmbeddingOptions { Endpoint = _endpoint.Address, Model = "stub", KeyVariable = KeyVariable };
        change?.Invoke(options);
        return new EndpointEmbedder(options, TimeProvider.System);
    }
}
