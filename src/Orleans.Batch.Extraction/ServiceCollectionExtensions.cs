using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Extraction;

/// <summary>Registers the extractors that read content.</summary>
public static class ExtractionServiceCollectionExtensions
{
    /// <summary>Adds the extractor of <see cref="ExtractionMode.Deterministic"/>.</summary>
    public static IServiceCollection AddFactExtraction(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFactExtractor, DeterministicExtractor>());
        return services;
    }
}
