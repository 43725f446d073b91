namespace Orleans.Batch.Formats.Json;

internal sealed partial class BodyTable<T>
{
    /// <summary>The field declared last must have a value.</summary>
    public BodyTable<T> Required()
    {
        _required |= 1UL << (_fields.Length - 1);
        return RequiredByRule();
    }

    /// <summary>The field declared last must have a value; a rule of the whole body says so in its own words.</summary>
    public BodyTable<T> RequiredByRule() => Change(static s => s with { IsRequired = true });

    /// <summary>New clients should do without the field declared last.</summary>
    public BodyTable<T> Deprecated() => Change(static s => s with { IsDeprecated = true });

    /// <summary>A field of Zep's that this server refuses, with advice.</summary>
    public BodyTable<T> Unsupported(string name, string advice)
    {
        Field(name, advice, ValueSchema.Any, (ref cursor, field, ref _) =>
        {
            if (!cursor.IsNull)
            {
                cursor.Add(field, ErrorCodes.InvalidRequest, $"{field} is not supported: {advice}");
                cursor.Skip();
            }
        });
        return Change(static s => s with { IsHidden = true });
    }

    /// <summary>Adds a check of the whole body.</summary>
    public BodyTable<T> Check(BodyCheck<T> check)
    {
        _check = check;
        return this;
    }

    /// <summary>A table of the same fields for a call that changes them: all are optional, and some are not documented.</summary>
    public BodyTable<T> ForChanges(string name, string description, params ReadOnlySpan<string> hidden)
    {
        var changes = new BodyTable<T>(name, description);
        foreach (var field in _fields)
        {
            var isHidden = field.Schema.IsHidden || hidden.Contains(field.Schema.Name);
            changes.Add(field with { Schema = field.Schema with { IsRequired = false, IsHidden = isHidden } });
        }

        return changes;
    }

    private BodyTable<T> Change(Func<FieldSchema, FieldSchema> change)
    {
        _fields[^1] = _fields[^1] with { Schema = change(_fields[^1].Schema) };
        return this;
    }
}
