using System.Reflection;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Settings;

namespace Orleans.Batch.Grains.Tests;

/// <summary>The types in the signatures of clients and grains.</summary>
internal static class ContractTypes
{
    private static readonly Assembly Contracts = typeof(ProjectId).Assembly;

    private static readonly Type[] Clients =
    [
        typeof(IBatchClient), typeof(IRealtimeClient), typeof(IUserClient), typeof(IThreadClient), typeof(IGraphClient),
        typeof(IEpisodeClient), typeof(INodeClient), typeof(IEdgeClient), typeof(ISearchClient), typeof(IOntologyClient),
        typeof(IFactClient), typeof(IInstructionClient), typeof(ISubgraphClient), typeof(IProjectInfoClient),
        typeof(IContextTemplateClient), typeof(IImportClient), typeof(IDirectoryClient), typeof(ITaskClient),
    ];

    /// <summary>The interfaces of all grains.</summary>
    public static Type[] Grains { get; } =
    [
        .. new[] { typeof(IBatchGrain).Assembly, typeof(ClusterSettings).Assembly }
            .SelectMany(a => a.GetTypes())
            .Where(t => t.IsInterface && t.IsAssignableTo(typeof(IGrain))),
    ];

    /// <summary>The declared types of the parameters and the results of grain calls.</summary>
    public static Type[] Arguments { get; } =
    [
        .. Grains.SelectMany(g => g.GetInterfaces().Prepend(g))
            .Where(i => i.Assembly != typeof(IGrain).Assembly)
            .SelectMany(i => i.GetMethods())
            .SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(ResultOf(m.ReturnType)))
            .Where(t => t != typeof(void) && t != typeof(CancellationToken))
            .Distinct(),
    ];

    /// <summary>The contract types among them and in them; generic ones as a call uses them.</summary>
    public static Type[] All { get; } = FindAll();

    /// <summary>Whether Orleans stores a field for this property.</summary>
    public static bool IsStored(PropertyInfo property) => property.DeclaringType!
        .GetField($"<{property.Name}>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    private static Type[] FindAll()
    {
        var found = new HashSet<Type>();
        Array.ForEach(Arguments, a => Collect(a, found));
        foreach (var method in Clients.SelectMany(c => c.GetMethods()))
        {
            Collect(method.ReturnType, found);
            Array.ForEach(method.GetParameters(), p => Collect(p.ParameterType, found));
        }

        return [.. found.OrderBy(t => t.Name, StringComparer.Ordinal)];
    }

    private static Type ResultOf(Type returned)
    {
        if (!returned.IsGenericType)
        {
            return typeof(void);
        }

        var kind = returned.GetGenericTypeDefinition();
        return kind == typeof(Task<>) || kind == typeof(ValueTask<>) || kind == typeof(IAsyncEnumerable<>)
            ? returned.GetGenericArguments()[0]
            : returned;
    }

    private static void Collect(Type type, HashSet<Type> found)
    {
        if (type.IsArray)
        {
            Collect(type.GetElementType()!, found);
        }

        Array.ForEach(type.GetGenericArguments(), a => Collect(a, found));
        if (type.Assembly == Contracts && !type.IsArray && !type.ContainsGenericParameters && found.Add(type))
        {
            Array.ForEach(type.GetProperties(BindingFlags.Public | BindingFlags.Instance), p => Collect(p.PropertyType, found));
            Array.ForEach([.. Contracts.GetTypes().Where(t => t.BaseType == type)], t => Collect(t, found));
        }
    }
}
