using System.Buffers;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Client;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.Session;

namespace Orleans.Batch.Grains.Tests;

/// <summary>The types of grain calls arrive as they were sent, and declare how they are serialized.</summary>
public sealed class ContractTests
{
    private static readonly ServiceProvider Services =
        new ServiceCollection().AddSerializer().AddBatchContracts().BuildServiceProvider();

    public static TheoryData<Type> Arguments => [.. ContractTypes.Arguments];

    public static TheoryData<Type> Types => [.. ContractTypes.All];

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Argument_OfEveryGrainCall_HasASerializer(Type type) =>
        WhatHasNoSerializer(type).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_OfTheContract_SaysHowItIsWritten(Type type)
    {
        type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false).ShouldNotBeNull();
        type.GetCustomAttribute<AliasAttribute>(inherit: false).ShouldNotBeNull().Alias.ShouldMatch(
            type.IsGenericType ? @"^orleans-batch\.[a-z]+(-[a-z]+)*\.v\d+`\d$" : @"^orleans-batch\.[a-z]+(-[a-z]+)*\.v\d+$");
        if (type.IsEnum)
        {
            return;
        }

        type.IsDefined(typeof(ImmutableAttribute), inherit: false).ShouldBeTrue("it would be copied at every call");
        var fields = type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        var ids = fields.Select(f => (f.Name, Id: IdOf(type, f))).ToArray();
        ids.Where(m => m.Id is null).Select(m => m.Name).ShouldBeEmpty("they would be lost");
        ids.Select(m => m.Id).ShouldBeUnique();
    }

    [Fact]
    public void Aliases_OfTypesAndGrains_AreUnique()
    {
        var aliases = new[] { typeof(ProjectId).Assembly, typeof(IBatchGrain).Assembly }
            .SelectMany(a => a.GetTypes())
            .Select(t => t.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias)
            .OfType<string>()
            .Where(a => a.StartsWith("orleans-batch.", StringComparison.Ordinal))
            .ToArray();

        aliases.ShouldBeUnique();
        aliases.Length.ShouldBeGreaterThan(ContractTypes.All.Select(t => t.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Value_OfEveryContractType_CrossesUnchanged(Type type)
    {
        foreach (var shape in Enum.GetValues<ListShape>())
        {
            var sent = new ContractValues(shape).Create(type);
            ContractValues.FindDifference(sent, Cross(sent)).ShouldBeNull($"with lists of the shape {shape}");
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Value_WithinAProcess_IsNotCopied(Type type)
    {
        var sent = new ContractValues(ListShape.Elements).Create(type);
        var copier = Services.GetRequiredService<DeepCopier>();

        if (type.IsValueType)
        {
            ContractValues.FindDifference(sent, copier.Copy(sent)).ShouldBeNull();
        }
        else
        {
            copier.Copy(sent).ShouldBeSameAs(sent);
        }
    }

    [Theory]
    [InlineData(ListShape.Empty)]
    [InlineData(ListShape.SingleElement)]
    [InlineData(ListShape.Elements)]
    [InlineData(ListShape.Spread)]
    [InlineData(ListShape.List)]
    [InlineData(ListShape.Own)]
    public void Lists_AsArguments_CrossAndAreCopied(ListShape shape)
    {
        var sent = (IReadOnlyList<NewMessage>)new ContractValues(shape).Create(typeof(IReadOnlyList<NewMessage>));

        Cross(sent).ShouldBe(sent);
        Services.GetRequiredService<DeepCopier<IReadOnlyList<NewMessage>>>().Copy(sent).ShouldBe(sent);
    }

    [Fact]
    public void Members_ThatAnOlderProcessDoesNotSend_HaveTheirInitialValue()
    {
        var created = ContractTypes.All.Where(t => t.GetConstructor([]) is not null && !t.IsAbstract).ToArray();

        created.ShouldContain(typeof(RetrySelection));
        created.ShouldContain(typeof(EntityNode));
        foreach (var type in created)
        {
            ContractValues.FindDifference(Activator.CreateInstance(type), ReadWithoutMembers(type), type.Name).ShouldBeNull();
        }
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
        var added = Cross(new IdempotentResult<AddedBatchItems>(new([]) { AlreadyLoaded = [0, 2], HeldInDrafts = [Guid.Empty] }, true));
        added.Replayed.ShouldBeTrue();
        added.Value.AlreadyLoaded.ShouldBe([0, 2]);
        added.Value.HeldInDrafts.ShouldBe([Guid.Empty]);
    }

    [Fact]
    public void Filters_WithinFilters_KeepTheirKinds()
    {
        var equal = new MetadataComparison("k", MetadataOperator.Equal, new JsonText("1"));
        var isNull = new MetadataComparison("l", MetadataOperator.IsNull, null);
        var sent = new EpisodeQuery(Filter: new MetadataFilterGroup(true, [equal, new MetadataFilterGroup(false, [isNull])]));

        var group = Cross(sent).Filter.ShouldBeOfType<MetadataFilterGroup>();
        group.Conditions[0].ShouldBe(equal);
        group.Conditions[1].ShouldBeOfType<MetadataFilterGroup>().Conditions.ShouldBe([isNull]);
    }

    [Fact]
    public void Refusals_KeepWhatACallerCanActOn()
    {
        var sent = new BatchServiceException(ErrorKind.Unavailable, ErrorCodes.Unavailable, "later", new TimeoutException("late"))
        {
            Problems = [new Problem(3, "content", ErrorCodes.Required, "is missing") { Line = 7 }],
            ProblemCount = 1_001,
            RetryAfter = TimeSpan.FromSeconds(2.5),
        };

        var arrived = Cross<Exception>(sent).ShouldBeOfType<BatchServiceException>();
        (arrived.Kind, arrived.Code, arrived.Message).ShouldBe((sent.Kind, sent.Code, sent.Message));
        arrived.Problems.ShouldBe(sent.Problems);
        (arrived.ProblemCount, arrived.RetryAfter).ShouldBe((sent.ProblemCount, sent.RetryAfter));
        arrived.InnerException.ShouldBeNull("the fault behind a refusal is the silo's affair");
    }

    [Fact]
    public void Faults_OfTheStore_KeepTheirTypeAndMessage()
    {
        var fault = Cross<Exception>(new TransientStoreException("the database restarts", new TimeoutException("late")));

        fault.ShouldBeOfType<TransientStoreException>().Message.ShouldBe("the database restarts");
        fault.InnerException.ShouldBeOfType<TimeoutException>();
    }

    // A field of a property has the property's id.
    private static uint? IdOf(Type type, FieldInfo field)
    {
        var property = type.GetProperties().FirstOrDefault(p => field.Name == $"<{p.Name}>k__BackingField");
        return ((MemberInfo?)property ?? field).GetCustomAttribute<IdAttribute>()?.Id;
    }

    private static IEnumerable<Type> WhatHasNoSerializer(Type type)
    {
        foreach (var inner in type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments())
        {
            foreach (var without in WhatHasNoSerializer(inner))
            {
                yield return without;
            }
        }

        // Orleans provides a codec for interfaces that have none, which serializes any type at runtime.
        var codec = Services.GetRequiredService<CodecProvider>().TryGetCodec(type);
        if (codec is null || codec.GetType() == typeof(AbstractTypeSerializer))
        {
            yield return type;
        }
    }

    private static object ReadWithoutMembers(Type type)
    {
        using var session = Services.GetRequiredService<SerializerSessionPool>().GetSession();
        var bytes = new ArrayBufferWriter<byte>();
        var writer = Writer.Create(bytes, session);
        writer.WriteStartObject(0, typeof(object), type);
        writer.WriteEndObject();
        writer.Commit();
        return Services.GetRequiredService<Serializer>().Deserialize<object>(bytes.WrittenMemory)!;
    }

    private static T Cross<T>(T value)
    {
        var serializer = Services.GetRequiredService<Serializer>();
        return serializer.Deserialize<T>(serializer.SerializeToArray(value))!;
    }
}
