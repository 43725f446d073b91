using System.Buffers;
using System.Reflection;
using Orleans.Batch.Batches;

namespace Orleans.Batch.Engine.Tests.Streaming;

/// <summary>No field of an item is forgotten where the compiler does not demand it.</summary>
public sealed class NewFieldTests
{
    // Between them, these set every field.
    private static readonly NewBatchItem[] Items =
    [
        new()
        {
            Kind = ItemKind.GraphEpisode,
            GraphId = "graph",
            Content = "content",
            DataType = DataType.Text,
            SourceDescription = "source",
            DocumentId = "document",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Metadata = new JsonText("""{"key":"value"}"""),
            RecordId = "record",
        },
        new() { Kind = ItemKind.GraphEpisode, UserId = "user", Content = "content", DataType = DataType.Json },
        new() { Kind = ItemKind.ThreadMessage, ThreadId = "thread", Content = "content", Role = RoleType.User, Name = "name" },
    ];

    public static TheoryData<string> Fields => [.. typeof(NewBatchItem).GetProperties().Where(p => p.CanWrite).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Spool_KeepsTheField(string field)
    {
        foreach (var item in With(field).SelectMany(i => new[] { i, Changed(i, field) }))
        {
            var bytes = new ArrayBufferWriter<byte>();
            ItemCodec.Write(bytes, item);

            ItemCodec.Read(bytes.WrittenSpan).ShouldBe(item);
        }
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Identity_DependsOnTheField(string field)
    {
        if (field is nameof(NewBatchItem.RecordId) or nameof(NewBatchItem.Kind))
        {
            return; // the former takes the identity's place; the latter decides which fields there are
        }

        foreach (var item in With(field))
        {
            ContentIdentity.FromItem(Changed(item, field)).ShouldNotBe(ContentIdentity.FromItem(item));
        }
    }

    private static List<NewBatchItem> With(string field)
    {
        var having = Items.Where(i => Property(field).GetValue(i) is not null).ToList();
        having.ShouldNotBeEmpty($"set {field} in an item of this test");
        return having;
    }

    private static NewBatchItem Changed(NewBatchItem item, string field)
    {
        var changed = item with { };
        var property = Property(field);
        property.SetValue(changed, property.GetValue(item) switch
        {
            string text => text + "x",
            JsonText => new JsonText("""{"key":"other"}"""),
            DateTimeOffset at => at.AddSeconds(1),
            ItemKind kind => kind,
            DataType type => type == DataType.Text ? DataType.Json : DataType.Text,
            RoleType role => role == RoleType.User ? RoleType.System : RoleType.User,
            var value => throw new InvalidOperationException($"change a {value?.GetType()} here"),
        });
        return changed;
    }

    private static PropertyInfo Property(string name) => typeof(NewBatchItem).GetProperty(name)!;
}
