using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Extraction.Models;
using Orleans.Batch.Ingestion;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction;

/// <summary>Registers the extractors that read content.</summary>
public static class ExtractionServiceCollectionExtensions
{
    /// <summary>Adds the extractor of <see cref="ExtractionMode.Deterministic"/>, and the client of models.</summary>
    public static IServiceCollection AddFactExtraction(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFactExtractor, DeterministicExtractor>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ModelConnections>();
        services.TryAddSingleton<ModelCaller>();
        services.TryAddSingleton<IModelClient>(static s => s.GetRequiredService<ModelCaller>());
        services.TryAddSingleton<IWindowModel, WindowModel>();
        services.TryAddSingleton<ISummaryModel, SummaryModel>();
        services.AddOptions();
        services.TryAddSingleton<IModelProbe, ModelProbe>();
        return services;
    }
}
