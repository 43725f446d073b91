using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;

namespace Orleans.Batch.Client;

/// <summary>
/// How the contract types, which know nothing of Orleans, cross between processes: as JSON. New optional members may be
/// added while old and new processes run together. Within a process they are not copied, for nothing changes them.
/// </summary>
public static class BatchContracts
{
    /// <summary>Registers the serializer, on silos and clients alike. A second call changes nothing.</summary>
    public static IServiceCollection AddBatchContracts(this IServiceCollection services)
    {
        if (services.Any(static s => s.ServiceType == typeof(ContractCopier)))
        {
            return services;
        }

        // Faults cross with their type and message; Orleans lets only those through whose namespace it is told.
        services.Configure<ExceptionSerializationOptions>(static o =>
        {
            o.SupportedNamespacePrefixes.Add("Orleans.Batch");
            o.SupportedNamespacePrefixes.Add("Npgsql");
        });
        services.AddSingleton<ContractCopier>();
        services.AddSingleton<IGeneralizedCopier>(static s => s.GetRequiredService<ContractCopier>());
        services.AddSerializer(static builder => builder.AddJsonSerializer(
            IsContract,
            static _ => false,
            static options => options.Configure(static o => o.SerializerOptions = CreateOptions())));
        return services;
    }

    /// <summary>Whether a type is one of the contract's.</summary>
    internal static bool IsContract(Type type) =>
        type.Assembly == typeof(ProjectId).Assembly && !type.IsAssignableTo(typeof(Exception));

    private static JsonSerializerOptions CreateOptions()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(static type =>
        {
            if (type.Type == typeof(MetadataFilter))
            {
                type.PolymorphismOptions = new JsonPolymorphismOptions
                {
                    DerivedTypes =
                    {
                        new JsonDerivedType(typeof(MetadataFilterGroup), "group"),
                        new JsonDerivedType(typeof(MetadataComparison), "comparison"),
                    },
                };
            }
        });
        return new JsonSerializerOptions { TypeInfoResolver = resolver };
    }
}
