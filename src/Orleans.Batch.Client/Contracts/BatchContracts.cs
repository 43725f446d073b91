using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Orleans.Batch.Client;

/// <summary>
/// How faults cross between the processes of a cluster. The contract types need nothing here: their serializers are
/// generated with them.
/// </summary>
public static class BatchContracts
{
    /// <summary>
    /// Lets the service's faults cross with their type and message, on silos and clients alike. A second call changes
    /// nothing.
    /// </summary>
    public static IServiceCollection AddBatchContracts(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(static o =>
        {
            // Orleans lets only those through whose namespace it is told.
            o.SupportedNamespacePrefixes.Add("Orleans.Batch");
            o.SupportedNamespacePrefixes.Add("Npgsql");
        });
}
