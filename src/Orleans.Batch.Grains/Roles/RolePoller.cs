namespace Orleans.Batch.Grains.Roles;

/// <summary>
/// Keeps a process that is not a silo informed of the available roles, so that it does not request what cannot be placed.
/// </summary>
internal sealed class RolePoller(IClusterClient cluster, RolePresence presence, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            do
            {
                if (await AskAsync() is { } silos)
                {
                    presence.Update(silos);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The normal end.
        }
    }

    // Null: the silo that was asked did not answer, which says nothing about the others.
    private async ValueTask<SiloRoles[]?> AskAsync()
    {
        try
        {
            return await cluster.GetGrain<IRolesGrain>(0).GetAsync();
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (Exception e) when (e is OrleansException or InvalidOperationException)
        {
            return []; // no silo to ask
        }
    }
}
