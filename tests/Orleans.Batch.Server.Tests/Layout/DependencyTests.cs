using System.Reflection;

namespace Orleans.Batch.Server.Tests.Layout;

/// <summary>The parts of the product depend on each other one way.</summary>
public sealed class DependencyTests
{
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Namespaces_OfOneAssembly_FormNoCycle(string name) =>
        new NamespaceGraph(Load(name), static t => t.Name.EndsWith("ServiceCollectionExtensions", StringComparison.Ordinal)).Cycles().ShouldBeEmpty();

    public static TheoryData<string> Assemblies() =>
        [.. Directory.GetFiles(AppContext.BaseDirectory, "Orleans.Batch.*.dll").Select(f => Path.GetFileNameWithoutExtension(f)!)
            .Where(n => !n.EndsWith(".Tests", StringComparison.Ordinal) && n != "Orleans.Batch.TestKit").Order(StringComparer.Ordinal)];

    private static Assembly Load(string name) => Assembly.Load(new AssemblyName(name));
}
