using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Batch.Embeddings;

namespace Orleans.Batch.Embedders;

/// <summary>Registers the model that embeds.</summary>
public static class EmbedderServiceCollectionExtensions
{
    /// <summary>
    /// Adds search by meaning if the section <see cref="EmbeddingOptions.Section"/> names an endpoint or a folder; otherwise it adds
    /// nothing. Wrong settings are refused when the host starts.
    /// </summary>
    public static IServiceCollection AddEmbeddings(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(EmbeddingOptions.Section);
        if (string.IsNullOrEmpty(section[nameof(EmbeddingOptions.Endpoint)]) && string.IsNullOrEmpty(section[nameof(EmbeddingOptions.Folder)]))
        {
            return services;
        }

        services.AddOptions<EmbeddingOptions>().BindConfiguration(EmbeddingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmbeddingOptions>, EmbeddingOptionsValidator>());
        services.TryAddSingleton(Create);
        return services.AddMeaningSearch();
    }

    private static IEmbedder Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<EmbeddingOptions>>().Value;
        return string.IsNullOrEmpty(options.Folder)
            ? new EndpointEmbedder(options, services.GetRequiredService<TimeProvider>())
            : new OnnxEmbedder(options);
    }
}
