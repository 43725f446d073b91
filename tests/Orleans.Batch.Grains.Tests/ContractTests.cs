using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Batch.Client;
using Orleans.Serialization;

namespace Orleans.Batch.Grains.Tests;

/// <summary>What the clients' calls are made of arrives as it was sent.</summary>
public sealed class ContractTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddBatchContracts().BuildServiceProvider();

    public static TheoryData<Type> Types
    {
        get
        {
            var found = new HashSet<Type>();
            foreach (var client in (Type[])[typeof(IBatchClient), typeof(IMemoryClient), typeof(IRealtimeClient)])
            {
                foreach (var method in client.GetMethods())
                {
                    Collect(method.ReturnType, found);
                    Array.ForEach(method.GetParameters(), p => Collect(p.ParameterType, found));
                }
            }

            return [.. found.Where(t => !t.IsEnum && !t.IsAbstract)];
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Members_OfEveryContractType_AreRestored(Type type)
    {
        var options = Services.GetRequiredService<IOptions<JsonCodecOptions>>().Value.SerializerOptions;
        try
        {
            JsonSerializer.Deserialize("{}", type, options);
        }
        catch (JsonException)
        {
            // A required member is missing: then it would be set.
        }

        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        var given = constructor?.GetParameters().Select(p => p.Name).ToHashSet() ?? [];
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.SetMethod is null && !given.Contains(p.Name) && IsStored(p))
            .Select(p => p.Name)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Values_OfUnusualShape_CrossUnchanged()
    {
        var key = Cross(new IdempotencyKey("/batches", "k", new byte[] { 0, 1, 255 }));
        key.BodyHash.ToArray().ShouldBe([0, 1, 255]);
        var item = new NewBatchItem
        {
            Kind = ItemKind.ThreadMessage,
            ThreadId = "t",
            Content = "a \U0001F600 \u00e9 < & \u2028",
            Role = RoleType.Assistant,
            CreatedAt = new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.FromHours(5.5)).AddTicks(1),
            Metadata = new JsonText("""{"n":1.00000000000000000000000001}"""),
        };
        Cross(item).ShouldBe(item);
        Cross(item with { RecordId = "r-1" }).RecordId.ShouldBe("r-1");
        var added = Cross(new Replayable<AddedBatchItems>(new([]) { AlreadyLoaded = [0, 2], HeldInDrafts = [Guid.Empty] }, true));
        added.Replayed.ShouldBeTrue();
        added.Value.AlreadyLoaded.ShouldBe([0, 2]);
        added.Value.HeldInDrafts.ShouldBe([Guid.Empty]);
    }

    [Fact]
    public void Faults_OfTheStore_KeepTheirTypeAndMessage()
    {
        var fault = Cross<Exception>(new TransientStoreException("the database restarts", new TimeoutException("late")));

        fault.ShouldBeOfType<TransientStoreException>().Message.ShouldBe("the database restarts");
        fault.InnerException.ShouldBeOfType<TimeoutException>();
    }

    private static bool IsStored(PropertyInfo property) =>
        property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    private static T Cross<T>(T value)
    {
        var serializer = Services.GetRequiredService<Serializer>();
        return serializer.Deserialize<T>(serializer.SerializeToArray(value))!;
    }

    private static void Collect(Type type, HashSet<Type> found)
    {
        if (type.IsArray)
        {
            Collect(type.GetElementType()!, found);
        }

        Array.ForEach(type.GetGenericArguments(), a => Collect(a, found));
        if (type.Assembly == typeof(ProjectId).Assembly && !type.ContainsGenericParameters && found.Add(type))
        {
            Array.ForEach(type.GetProperties(BindingFlags.Public | BindingFlags.Instance), p => Collect(p.PropertyType, found));
            Array.ForEach([.. type.Assembly.GetTypes().Where(t => t.BaseType == type)], t => Collect(t, found));
        }
    }
}
