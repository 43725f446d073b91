namespace Orleans.Batch.Formats.Json;

internal sealed partial class BodyTable<T>
{
    /// <summary>A text, checked against its limit and the store's rules.</summary>
    public BodyTable<T> Text(string name, int maxLength, string description, FieldSetter<T, string?> set) =>
        Field(name, description, ValueSchema.Text(maxLength), (ref cursor, field, ref body) => set(ref body, cursor.ShortText(field, maxLength)));

    /// <summary>A text that a rule of the whole body checks: only one that is far too long is refused at once.</summary>
    public BodyTable<T> RawText(string name, int maxLength, string description, FieldSetter<T, string?> set) =>
        Field(name, description, ValueSchema.Text(maxLength), (ref cursor, field, ref body) => set(ref body, cursor.Text(field, maxLength)));

    public BodyTable<T> Boolean(string name, string description, FieldSetter<T, bool?> set) =>
        Field(name, description, ValueSchema.Boolean, (ref cursor, field, ref body) => set(ref body, cursor.Boolean(field)));

    /// <summary>A whole number from 1; one above what the call can do counts as the largest.</summary>
    public BodyTable<T> Count(string name, string description, FieldSetter<T, int?> set) =>
        Field(name, description, ValueSchema.Whole(1), (ref cursor, field, ref body) => set(ref body, cursor.Positive(field)));

    /// <summary>A whole number within bounds.</summary>
    public BodyTable<T> Whole(string name, int min, int max, string description, FieldSetter<T, int?> set) =>
        Field(name, description, ValueSchema.Whole(min, max), (ref cursor, field, ref body) => set(ref body, cursor.Whole(field, min, max)));

    public BodyTable<T> Timestamp(string name, string description, FieldSetter<T, DateTimeOffset?> set) =>
        Field(name, description, ValueSchema.Timestamp, (ref cursor, field, ref body) => set(ref body, cursor.Timestamp(field)));

    /// <summary>The name of a member of an enum.</summary>
    public BodyTable<T> Word<TEnum>(string name, string description, FieldSetter<T, TEnum?> set, string? hint = null)
        where TEnum : struct, Enum =>
        Field(name, description, ValueSchema.Word<TEnum>(), (ref cursor, field, ref body) => set(ref body, cursor.Word<TEnum>(field, hint)));

    /// <summary>A JSON object, kept as it was written.</summary>
    public BodyTable<T> Json(string name, int maxBytes, string description, FieldSetter<T, JsonText?> set) =>
        Field(name, description, ValueSchema.Json, (ref cursor, field, ref body) => set(ref body, cursor.ObjectText(field, maxBytes)));

    /// <summary>A list of values; null where it is absent.</summary>
    public BodyTable<T> List<TEntry>(
        string name, string description, ValueSchema entry, EntryReader<TEntry> read, FieldSetter<T, List<TEntry>?> set, ListLimit? limit = null) =>
        Field(name, description, ValueSchema.List(entry, limit?.Max), (ref cursor, field, ref body) => set(ref body, cursor.List(field, read, limit)));

    /// <summary>A list of one or more items of one call; the problems of an item have its position.</summary>
    public BodyTable<T> Items<TItem>(
        string name, string description, BodySchema item, ItemReader<TItem> read, FieldSetter<T, List<TItem>?> set, ItemLimit limit)
        where TItem : class =>
        Field(name, description, ValueSchema.List(ValueSchema.Of(item), limit.Max, 1), (ref cursor, field, ref body) => set(ref body, cursor.Items(field, read, limit)));

    /// <summary>A field of a type of its own.</summary>
    public BodyTable<T> Value<TValue>(
        string name, string description, ValueSchema schema, ValueReader<TValue> read, FieldSetter<T, TValue> set) =>
        Field(name, description, schema, (ref cursor, field, ref body) => set(ref body, read(ref cursor, field)));

    /// <summary>A field that is read with what the body holds already.</summary>
    public BodyTable<T> Field(string name, string description, ValueSchema schema, FieldReader<T> read) =>
        Add(new BodyField(new FieldSchema(name, description, schema), parent is null ? name : $"{parent}.{name}", read));

    private BodyTable<T> Add(BodyField field)
    {
        _index.Add(field.Schema.Name, _fields.Length);
        _fields = [.. _fields, field];
        return this;
    }
}
