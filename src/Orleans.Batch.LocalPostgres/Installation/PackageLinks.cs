using System.Text.Json;

namespace Orleans.Batch.LocalPostgres;

/// <summary>
/// The symbolic links of a package. An npm archive cannot hold links, so the package lists them, and its install script,
/// which is not run here, would create them.
/// </summary>
internal static class PackageLinks
{
    /// <summary>Creates the links, relative to their own directories, so that the package can be moved.</summary>
    /// <param name="package">The unpacked package: an absolute path.</param>
    /// <exception cref="InvalidDataException">The list cannot be read, or names a path outside of the package.</exception>
    public static void Create(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        foreach (var link in Read(list))
        {
            var source = PackageDirectory.Resolve(package, link.Source);
            var target = PackageDirectory.Resolve(package, link.Target);
            File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }

    private static Link[] Read(string list)
    {
        try
        {
            return JsonSerializer.Deserialize<Link[]>(File.ReadAllBytes(list), JsonSerializerOptions.Web) ?? [];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The package's list of links cannot be read: {e.Message}", e);
        }
    }

    /// <param name="Source">The file that the link leads to, from the root of the package.</param>
    /// <param name="Target">The link, from the root of the package.</param>
    private sealed record Link(string Source, string Target);
}
