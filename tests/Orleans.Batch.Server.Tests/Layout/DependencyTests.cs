using System.Reflection;

namespace Orleans.Batch.Server.Tests.Layout;

/// <summary>The parts of the product depend on each other one way.</summary>
public sealed class DependencyTests
{
    private const string Product = "Orleans.Batch.";
    private const string GeneratedHandlers = "Microsoft.AspNetCore.Http.Generated";

    // The references of each project; the server, which composes all of them, may have any.
    private static readonly Dictionary<string, string[]> MayReferTo = new(StringComparer.Ordinal)
    {
        ["Abstractions"] = [],
        ["Engine"] = ["Abstractions"],
        ["Extraction"] = ["Abstractions", "Engine"],
        ["Embedders"] = ["Abstractions", "Engine"],
        ["PostgreSql"] = ["Abstractions", "Engine"],
        ["LocalPostgres"] = ["Abstractions"],
        ["Client"] = ["Abstractions"],
        ["Formats"] = ["Abstractions"],
        ["Gateway"] = ["Abstractions", "Formats"],
        ["Dashboard"] = ["Abstractions", "Formats", "Gateway"],
        ["Loading"] = ["Abstractions", "Formats"],
        ["Grains"] = ["Abstractions", "Engine", "Client"],
    };

    [Fact]
    public void Namespaces_OfOneAssembly_FormNoCycle()
    {
        var cycles = Assemblies().SelectMany(a => new NamespaceGraph(a, IsComposition).Cycles());

        cycles.Select(c => $"{Short(c.From)} -> {Short(c.To)}: {string.Join(", ", c.Types)}").ShouldBeEmpty();
    }

    [Fact]
    public void Projects_ReferOneWay()
    {
        var references =
            from assembly in Assemblies()
            let name = Short(assembly.GetName().Name!)
            where name != "Server"
            from reference in assembly.GetReferencedAssemblies()
            where reference.Name!.StartsWith(Product, StringComparison.Ordinal)
            where !MayReferTo[name].Contains(Short(reference.Name!))
            select $"{name} -> {Short(reference.Name!)}";

        references.ShouldBeEmpty();
    }

    [Fact]
    public void AllProjects_AreFound()
    {
        string[] some = ["Abstractions", "Engine", "Extraction", "PostgreSql", "Grains", "Gateway", "Server"];

        some.ShouldBeSubsetOf(Assemblies().Select(a => Short(a.GetName().Name!)));
    }

    private static List<Assembly> Assemblies() =>
        [.. Directory.GetFiles(AppContext.BaseDirectory, $"{Product}*.dll")
            .Where(f => !f.EndsWith("Tests.dll", StringComparison.Ordinal) && !f.EndsWith("TestKit.dll", StringComparison.Ordinal))
            .Select(f => Assembly.Load(AssemblyName.GetAssemblyName(f)))];

    // What registers services, maps routes or configures Kestrel for a whole project, and the generated handlers of all routes.
    private static bool IsComposition(Type type) =>
        type.Namespace is GeneratedHandlers
        || type.Name is "BatchDashboardExtensions" or "BatchGatewayEndpointExtensions" or "BatchGatewayKestrelExtensions"
        || type.Name.EndsWith("ServiceCollectionExtensions", StringComparison.Ordinal);

    private static string Short(string name) => name.StartsWith(Product, StringComparison.Ordinal) ? name[Product.Length..] : name;
}
