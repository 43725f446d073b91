namespace Orleans.Batch.TestKit.Clusters;

/// <summary>The settings of the cluster's executable that a test controls.</summary>
internal static class SiloSettings
{
    /// <summary>The settings that all members of one cluster share.</summary>
    public static (string Name, string? Value)[] Cluster(string connectionString, string id, string key) =>
    [
        ("ConnectionStrings__Batch", connectionString),
        ("BATCH_API_KEY", key),
        ("Cluster__ClusterId", id),
    ];

    /// <summary>The settings of one member.</summary>
    public static (string Name, string? Value)[] Member(string roles, int httpPort, int siloPort, int clientPort) =>
    [
        ("Cluster__Roles", roles),
        ("ASPNETCORE_URLS", Invariant($"http://127.0.0.1:{httpPort}")),
        ("Cluster__Address", "127.0.0.1"),
        ("Cluster__SiloPort", Invariant($"{siloPort}")),
        ("Cluster__ClientPort", Invariant($"{clientPort}")),
    ];

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
