using System.Reflection;

namespace Orleans.Batch.Server.Tests.Layout;

/// <summary>Which namespaces of an assembly refer to which others.</summary>
internal sealed class NamespaceGraph
{
    private readonly Dictionary<string, Dictionary<string, HashSet<string>>> _references = new(StringComparer.Ordinal);

    /// <summary>Reads an assembly.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="isComposition">Whether a type only registers others: it may refer to all of them.</param>
    public NamespaceGraph(Assembly assembly, Func<Type, bool> isComposition)
    {
        foreach (var type in assembly.GetTypes().Where(t => t.Namespace is not null && !isComposition(Outermost(t))))
        {
            foreach (var used in TypeReferences.In(type).Where(u => u.Assembly == assembly && u.Namespace is not null && u.Namespace != type.Namespace))
            {
                var targets = _references.TryGetValue(type.Namespace!, out var known) ? known : _references[type.Namespace!] = [];
                var examples = targets.TryGetValue(used.Namespace!, out var seen) ? seen : targets[used.Namespace!] = [];
                examples.Add($"{Outermost(type).Name} -> {Outermost(used).Name}");
            }
        }
    }

    /// <summary>Returns the references that are part of a cycle, each with the types that make it.</summary>
    public IEnumerable<(string From, string To, IReadOnlyCollection<string> Types)> Cycles() =>
        from source in _references
        from target in source.Value
        where Reaches(target.Key, source.Key)
        select (source.Key, target.Key, (IReadOnlyCollection<string>)target.Value);

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private bool Reaches(string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { from };
        var next = new Queue<string>(seen);
        while (next.TryDequeue(out var current))
        {
            if (current == to)
            {
                return true;
            }

            foreach (var target in _references.GetValueOrDefault(current)?.Keys.Where(seen.Add) ?? [])
            {
                next.Enqueue(target);
            }
        }

        return false;
    }
}
