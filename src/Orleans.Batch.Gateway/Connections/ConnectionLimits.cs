namespace Orleans.Batch.Gateway.Connections;

/// <summary>How many connections may be open at once.</summary>
/// <param name="Total">All of them; the server closes further ones at once.</param>
/// <param name="Usable">Beyond these, calls are answered 503 and only health checks are served.</param>
/// <param name="Unauthenticated">Those that have not carried a valid key or session.</param>
/// <param name="PerAddress">Those of one address.</param>
internal sealed record ConnectionLimits(int Total, int Usable, int Unauthenticated, int PerAddress)
{
    private const int LargestReserve = 32;
    private const int ReservedShare = 8;

    /// <summary>The limits that the options set, and the files that this process may open.</summary>
    /// <param name="options">The options.</param>
    /// <param name="openFiles">The limit of open files; null where there is none.</param>
    public static ConnectionLimits From(BatchGatewayOptions options, int? openFiles)
    {
        var total = Math.Max(1, Math.Min(options.MaxConcurrentConnections, openFiles - options.ReservedFiles ?? int.MaxValue));
        var usable = total - Math.Min(LargestReserve, total / ReservedShare);
        var unauthenticated = Math.Clamp(options.MaxUnauthenticatedConnections ?? total / 2, 1, usable);
        return new ConnectionLimits(
            total, usable, unauthenticated, Math.Clamp(options.MaxUnauthenticatedConnectionsPerAddress ?? total / 4, 1, unauthenticated));
    }
}
