using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Batch.Embeddings;
using Orleans.Batch.TestKit.Embeddings;
using Orleans.Batch.TestKit.Servers;

namespace Orleans.Batch.Embedders.Tests;

public sealed class EmbeddingSettingsTests : IDisposable
{
    private readonly TemporaryDataDirectory _folder = new();

    public EmbeddingSettingsTests() => TinyModel.Write(_folder.In("model"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AddEmbeddings_WithoutSettings_AddsNothing()
    {
        var services = new ServiceCollection();

        services.AddEmbeddings(new ConfigurationBuilder().Build());

        services.ShouldBeEmpty();
    }

    [Fact]
    public void AddEmbeddings_AFolder_IsAnOnnxModel() => Resolve(("Folder", _folder.In("model"))).ShouldBeOfType<OnnxEmbedder>();

    [Fact]
    public void AddEmbeddings_AnEndpoint_IsOne() =>
        Resolve(("Endpoint", "http://127.0.0.1:1/v1"), ("Model", "m")).ShouldBeOfType<EndpointEmbedder>();

    [Theory]
    [InlineData("no file", "Folder=/nowhere")]
    [InlineData("exclude each other", "Folder=MODEL", "Endpoint=http://127.0.0.1/v1")]
    [InlineData("Model is missing", "Endpoint=http://127.0.0.1/v1")]
    [InlineData("not an http", "Endpoint=ftp://127.0.0.1/v1", "Model=m")]
    [InlineData("exclude each other", "Endpoint=http://127.0.0.1/v1", "Model=m", "KeyFile=/a", "KeyVariable=B")]
    [InlineData("KeyFile", "Endpoint=http://127.0.0.1/v1", "Model=m", "KeyFile=/nowhere/key")]
    [InlineData("KeyVariable", "Endpoint=http://127.0.0.1/v1", "Model=m", "KeyVariable=BATCH_TEST_NOT_SET")]
    [InlineData("MaxTokens", "Folder=MODEL", "MaxTokens=1")]
    public void AddEmbeddings_WrongSettings_AreRefusedWithTheReason(string reason, params string[] settings)
    {
        var refusal = Should.Throw<OptionsValidationException>(() => Resolve(
            [.. settings.Select(s => s.Split('=')).Select(s => (s[0], s[1] == "MODEL" ? _folder.In("model") : s[1]))]));

        refusal.Message.ShouldContain(reason);
    }

    private static IEmbedder Resolve(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Embeddings:{s.Name}", (string?)s.Value)))
            .Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System);
        using var provider = services.AddEmbeddings(configuration).BuildServiceProvider();
        return provider.GetRequiredService<IEmbedder>();
    }
}
