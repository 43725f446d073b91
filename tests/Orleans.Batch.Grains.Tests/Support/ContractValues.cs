using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Batch.Grains.Tests;

/// <summary>Creates contract values with every stored member set, each to a different value, and compares them.</summary>
internal sealed class ContractValues(ListShape shape)
{
    private static readonly NullabilityInfoContext Nullability = new();

    private int _made;

    /// <summary>Creates a value of this type.</summary>
    public object Create(Type type)
    {
        var n = ++_made;
        return type switch
        {
            _ when Nullable.GetUnderlyingType(type) is { } value => Create(value),
            _ when type.IsEnum => Enum.GetValues(type).GetValue(n % Enum.GetValues(type).Length)!,
            _ when type == typeof(string) => $"text {n} \U0001F600 \u00e9 < & \u2028",
            _ when type == typeof(bool) => n % 2 == 0,
            _ when type == typeof(int) => int.MinValue + n,
            _ when type == typeof(long) => long.MinValue + n,
            _ when type == typeof(double) => n + 0.1,
            _ when type == typeof(Guid) => Guid.NewGuid(),
            _ when type == typeof(TimeSpan) => new TimeSpan(n),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.FromHours(-5.5)).AddTicks(n),
            _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>([0, 1, 255, (byte)n]),
            _ when type.IsAbstract && !type.IsGenericType => CreateConcrete(type),
            _ when IsList(type) => CreateList(type.GetGenericArguments()[0]),
            _ => CreateRecord(type),
        };
    }

    /// <summary>The first difference; null if there is none.</summary>
    public static string? FindDifference(object? sent, object? arrived, string path = "") => (sent, arrived) switch
    {
        (null, null) => null,
        (null, _) or (_, null) => $"{path}: {sent ?? "null"} arrived as {arrived ?? "null"}",
        (DateTimeOffset a, DateTimeOffset b) => a.EqualsExact(b) ? null : $"{path}: {a:O} arrived as {b:O}",
        (ReadOnlyMemory<byte> a, ReadOnlyMemory<byte> b) => FindDifference(a.ToArray(), b.ToArray(), path),
        (string a, string b) => a == b ? null : $"{path}: '{a}' arrived as '{b}'",
        (IEnumerable a, IEnumerable b) => FindDifference([.. a.Cast<object>()], [.. b.Cast<object>()], path),
        _ when sent.GetType() != arrived.GetType() => $"{path}: {sent.GetType()} arrived as {arrived.GetType()}",
        _ when sent.GetType().Assembly == typeof(ProjectId).Assembly && !sent.GetType().IsEnum => sent.GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(p => FindDifference(p.GetValue(sent), p.GetValue(arrived), $"{path}.{p.Name}"))
            .FirstOrDefault(d => d is not null),
        _ => sent.Equals(arrived) ? null : $"{path}: {sent} arrived as {arrived}",
    };

    private static string? FindDifference(object[] sent, object[] arrived, string path) => sent.Length != arrived.Length
        ? $"{path}: {sent.Length} elements arrived as {arrived.Length}"
        : sent.Select((e, i) => FindDifference(e, arrived[i], $"{path}[{i}]")).FirstOrDefault(d => d is not null);

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);

    private static IReadOnlyList<T> Shaped<T>(ListShape shape, T[] some) => shape switch
    {
        ListShape.Absent or ListShape.Empty => [],
        ListShape.SingleElement => [some[0]],
        ListShape.Elements => [some[0], some[1], some[2]],
        ListShape.Spread => [.. some.Where(_ => true)],
        ListShape.Array => some,
        ListShape.List => some.ToList(),
        _ => new OwnList<T>(some),
    };

    // Groups of metadata filters hold filters: first a group, so that both kinds are created, then only comparisons.
    private object CreateConcrete(Type type)
    {
        var kinds = type.Assembly.GetTypes().Where(t => t.BaseType == type).OrderByDescending(t => t.Name, StringComparer.Ordinal).ToArray();
        return CreateRecord(kinds[_made < 40 ? _made % kinds.Length : 1]);
    }

    private object CreateList(Type element)
    {
        var some = Array.CreateInstance(element, shape is ListShape.Absent or ListShape.Empty ? 0 : 3);
        for (var i = 0; i < some.Length; i++)
        {
            some.SetValue(Create(element), i);
        }

        return typeof(ContractValues).GetMethod(nameof(Shaped), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(element)
            .Invoke(null, [shape, some])!;
    }

    private object CreateRecord(Type type)
    {
        var value = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties().Where(ContractTypes.IsStored))
        {
            var mayBeAbsent = Nullable.GetUnderlyingType(property.PropertyType) is not null
                || Nullability.Create(property).ReadState == NullabilityState.Nullable;
            property.SetValue(value, shape == ListShape.Absent && mayBeAbsent ? null : Create(property.PropertyType));
        }

        return value;
    }

    private sealed class OwnList<T>(T[] elements) : IReadOnlyList<T>
    {
        public int Count => elements.Length;

        public T this[int index] => elements[index];

        public IEnumerator<T> GetEnumerator() => elements.AsEnumerable().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
