using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Facts;
using Orleans.Batch.Models;
using Orleans.Batch.TestKit.Models;

namespace Orleans.Batch.Extraction.Tests.Models;

/// <summary>The client of models as the server registers it, and a stub endpoint.</summary>
internal sealed class ModelScenario : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ModelScenario(StubModelEndpoint stub, ServiceProvider services)
    {
        (Stub, _services) = (stub, services);
        Profile = new ModelProfile { Endpoint = stub.Address, Model = "stub", ContextTokens = 100_000, Timeout = TimeSpan.FromSeconds(20) };
    }

    public StubModelEndpoint Stub { get; }

    public ModelProfile Profile { get; }

    public IWindowModel Model => _services.GetRequiredService<IWindowModel>();

    public IModelClient Client => _services.GetRequiredService<IModelClient>();

    public IModelProbe Probe => _services.GetRequiredService<IModelProbe>();

    public static async Task<ModelScenario> StartAsync(Action<StubSettings>? configure = null)
    {
        var settings = new StubSettings();
        configure?.Invoke(settings);
        return new ModelScenario(await StubModelEndpoint.StartAsync(settings), Services().BuildServiceProvider());
    }

    public static IServiceCollection Services() => new ServiceCollection().AddLogging().AddFactExtraction();

    public async Task<ModelAnswer> AskAsync(ExtractionWindow? window = null) =>
        await Client.AskAsync(Profile, Model.Compose(Profile, window ?? Windows.Of("FACT: Ada | WORKS_AT | Acme")), default);

    /// <summary>Asks, and reads the answer.</summary>
    public async Task<IReadOnlyList<ItemExtraction>> ExtractAsync(ExtractionWindow window) =>
        Model.Read(window, (await AskAsync(window)).Text);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Stub.DisposeAsync();
    }
}
