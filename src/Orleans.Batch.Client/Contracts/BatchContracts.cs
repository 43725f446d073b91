using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Orleans.Batch.Client;

/// <summary>
/// Serialization of exceptions between the processes of a cluster. The contract types need nothing here: their serializers are
/// generated with them.
/// </summary>
public static class BatchContracts
{
    /// <summary>
    /// Serializes the service's exceptions with their type and message, on silos and clients alike. A second call changes
    /// nothing.
    /// </summary>
    public static IServiceCollection AddBatchContracts(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(static o =>
        {
            // Orleans serializes only exceptions of the namespaces that are listed.
            o.SupportedNamespacePrefixes.Add("Orleans.Batch");
            o.SupportedNamespacePrefixes.Add("Npgsql");
        });
}
