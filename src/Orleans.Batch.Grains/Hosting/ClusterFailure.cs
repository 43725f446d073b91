using Orleans.Batch.Cluster;
using Orleans.Batch.Grains.Recovery;
using Orleans.Batch.Grains.Settings;

namespace Orleans.Batch.Grains.Hosting;

/// <summary>Why a process ends without a request, or cannot end as requested.</summary>
public sealed class ClusterFailure(IServiceProvider services)
{
    /// <summary>Another server or cluster has taken over the database; null: none has.</summary>
    public DatabaseInUseException? Refusal => services.GetService<DatabaseGuardService>()?.Refusal;

    /// <summary>
    /// Completes when the process must end as if it were killed, a case that the others handle: an orderly end
    /// would wait for the database, which is unreachable.
    /// </summary>
    /// <returns>The reason, for the operator who reads the output.</returns>
    public async Task<string> WhenDatabaseIsLostAsync()
    {
        if (services.GetService<DatabaseGuardService>() is not { } registration)
        {
            return await Never();
        }

        var overdue = ShutdownWatchdog.WaitAsync(
            services.GetRequiredService<IHostApplicationLifetime>(),
            services.GetRequiredService<IDatabaseGuard>(),
            registration,
            services.GetRequiredService<ClusterSettings>(),
            services.GetRequiredService<TimeProvider>());
        var alone = services.GetService<DatabaseReachMonitor>()?.LostAlone ?? Never();
        return await Task.WhenAny(overdue, alone) == overdue
            ? registration.Refusal?.Message ?? "This silo was told to end, and the database is lost. It ends without it."
            : "This silo has lost the database, and others have it. It ends, so that they do its work.";
    }

    private static Task<string> Never() => new TaskCompletionSource<string>().Task;
}
