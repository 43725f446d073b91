using System.Globalization;

namespace Orleans.Batch.TestKit.Servers;

/// <summary>A test's own data directory, in a place that the postgres user can reach.</summary>
public sealed class TemporaryDataDirectory : IDisposable
{
    public TemporaryDataDirectory()
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "ob-test-" + Guid.NewGuid().ToString("N")[..12]);
    }

    public string Path { get; }

    public string ClusterPath => In("postgres");

    public string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>The postmaster's process id, from its own file.</summary>
    public int PostmasterId() =>
        int.Parse(File.ReadLines(In("postgres", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>The same; null while there is no such file, or nothing in it yet.</summary>
    public int? TryPostmasterId()
    {
        try
        {
            return int.TryParse(
                File.ReadLines(In("postgres", "postmaster.pid")).FirstOrDefault(), CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The connection string of the private database, beside its server, which must have started once.</summary>
    public string ConnectionString()
    {
        var password = File.ReadAllText(In("secrets", "postgres-password")).Trim();
        return $"Host={In("socket")};Username=batch;Password={password};Database=orleans_batch";
    }

    public void Dispose()
    {
        if (TryPostmasterId() is { } id)
        {
            Signals.Send(id, "QUIT");
            Signals.WaitForEnd(id);
        }

        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
