using System.Globalization;

namespace Orleans.Batch.Benchmarks.Clusters;

/// <summary>One of the two compared systems.</summary>
/// <param name="http">A client of its API.</param>
/// <param name="processes">Its processes, without PostgreSQL.</param>
/// <param name="postmaster">PostgreSQL's.</param>
internal sealed class BenchmarkTarget(HttpClient http, IReadOnlyList<int> processes, int postmaster)
{
    private readonly LiveLoad _live = new(http, 1_000, saysSomething: false);

    public BatchLoad Load { get; } = new(http);

    public LiveLoad Live => _live;

    /// <summary>Resident memory of all its processes, in megabytes.</summary>
    public double Megabytes => processes.Sum(p => File.ReadLines($"/proc/{p}/status")
        .Where(l => l.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(l => double.Parse(l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .Single());

    /// <summary>Runs a batch, and returns its times and costs from its first add call to its end.</summary>
    public async Task<Cost> RunAsync(int items, int graphs, Payload? payload = null)
    {
        var (own, database) = (CpuTime.Measure(processes), CpuTime.OfFamily(postmaster));
        double ownAdded = 0, databaseAdded = 0;
        var times = await Load.RunAsync(items, graphs, payload, beforeProcess: _ =>
        {
            (ownAdded, databaseAdded) = (CpuTime.Measure(processes), CpuTime.OfFamily(postmaster));
            return Task.CompletedTask;
        });
        return new Cost(
            times,
            (ownAdded - own) / items * 1e6,
            (CpuTime.Measure(processes) - ownAdded) / items * 1e6,
            (CpuTime.OfFamily(postmaster) - databaseAdded) / items * 1e6);
    }
}

/// <summary>The times and costs of one batch: processor time in microseconds an item.</summary>
/// <param name="Times">Times by the clock.</param>
/// <param name="Add">Of the system's processes while the items were added.</param>
/// <param name="Through">Of the system's processes from the process call on.</param>
/// <param name="Database">Of PostgreSQL from the process call on.</param>
internal sealed record Cost(BatchTimes Times, double Add, double Through, double Database);
