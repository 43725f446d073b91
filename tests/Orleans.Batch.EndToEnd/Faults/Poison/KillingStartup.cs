using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Ingestion;
using Orleans.Batch.PostgreSql.Realtime;
using Orleans.Batch.Realtime;

[assembly: HostingStartup(typeof(Orleans.Batch.EndToEnd.Faults.Poison.KillingStartup))]

namespace Orleans.Batch.EndToEnd.Faults.Poison;

/// <summary>Makes a server die on the items of <see cref="KillingWriter"/> and the live writes of <see cref="KillingQueue"/>.</summary>
public sealed class KillingStartup : IHostingStartup
{
    /// <summary>The environment variables of such a server.</summary>
    internal static (string Name, string? Value)[] Variables =>
    [
        ("DOTNET_STARTUP_HOOKS", typeof(KillingStartup).Assembly.Location),
        ("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", typeof(KillingStartup).Assembly.GetName().Name),
    ];

    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services =>
    {
        services.AddSingleton<GroupCommitWriter>();
        services.AddSingleton<ILaneWriter>(s => new KillingWriter(s.GetRequiredService<GroupCommitWriter>()));
        services.AddSingleton<RealtimeQueue>();
        services.AddSingleton<IRealtimeQueue>(s => new KillingQueue(s.GetRequiredService<RealtimeQueue>()));
    });
}
