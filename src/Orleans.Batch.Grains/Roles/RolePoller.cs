namespace Orleans.Batch.Grains.Roles;

/// <summary>
/// Keeps a process that is no silo informed of the roles there are, so that it does not ask for what cannot be placed.
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
            // A normal end.
        }
    }

    // Null: a silo was asked and did not answer, which says nothing of the others.
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
            return []; // nobody who could be asked
        }
    }
}
