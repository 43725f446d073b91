using System.Numerics;
using System.Text.Json;

namespace Orleans.Batch.Formats.Json;

/// <summary>
/// The fields of a body, each declared once: its name, type, limits and meaning, and how it sets the body. The table
/// reads a body in one pass, adds all its problems, and describes it in the OpenAPI document.
/// </summary>
/// <typeparam name="T">The body, or a draft of it.</typeparam>
/// <param name="name">Its name in the document.</param>
/// <param name="description">Its meaning.</param>
/// <param name="parent">The field that holds it, where problems name that too.</param>
internal sealed partial class BodyTable<T>(string name, string description, string? parent = null) : BodySchema(name, description)
{
    private readonly FieldIndex _index = new();
    private BodyField[] _fields = [];
    private ulong _required;
    private BodyCheck<T>? _check;

    /// <inheritdoc/>
    public override IEnumerable<FieldSchema> Fields => _fields.Select(static f => f.Schema);

    /// <summary>Returns a body.</summary>
    /// <param name="json">The body, as it was sent.</param>
    /// <param name="body">The body without any field.</param>
    /// <param name="unknown">Receives the names of unknown fields; null when they are not needed.</param>
    /// <exception cref="BatchServiceException">The body has problems; the exception holds all of them.</exception>
    public T Parse(ReadOnlySpan<byte> json, T body, ISkippedFields? unknown = null)
    {
        BodyEncoding.Require(json);
        if (JsonBody.IsEmpty(json))
        {
            throw BatchServiceException.Invalid(ErrorCodes.MalformedJson, "the body is empty; a JSON object was expected");
        }

        var problems = new ProblemList();
        try
        {
            var cursor = new JsonCursor(json, problems) { Unknown = unknown };
            Read(ref cursor, null, "the body", ref body);
            cursor.End();
        }
        catch (JsonException e)
        {
            throw BatchServiceException.Invalid(ErrorCodes.MalformedJson, $"the body is not well-formed JSON: {e.Message}");
        }

        return problems.Count == 0 ? body : throw JsonBody.Refuse(problems);
    }

    /// <summary>Returns a body that may be left out: then it has no field.</summary>
    public T ParseOptional(ReadOnlySpan<byte> json, T body) => JsonBody.IsEmpty(json) ? body : Parse(json, body);

    /// <summary>Reads the object under the cursor; returns false when it is none, which adds a problem.</summary>
    public bool Read(ref JsonCursor cursor, string? label, string what, ref T body)
    {
        if (!cursor.EnterObject(label, what))
        {
            return false;
        }

        var given = default(FieldsGiven);
        var keys = default(DuplicateKeyDetector);
        while (cursor.NextName(out var key))
        {
            if (!_index.TryFind(key, out var position))
            {
                cursor.SkipUnknown(ref keys, key);
            }
            else if (given.Has(position))
            {
                cursor.SkipDuplicate(key);
            }
            else
            {
                cursor.NextValue();
                given.Add(position, cursor.IsNull);
                var field = _fields[position];
                field.Read(ref cursor, field.Label, ref body);
            }
        }

        AddMissing(ref cursor, given.Missing(_required));
        _check?.Invoke(ref cursor, ref body, given);
        return true;
    }

    private void AddMissing(ref JsonCursor cursor, ulong missing)
    {
        for (; missing != 0; missing &= missing - 1)
        {
            var field = _fields[BitOperations.TrailingZeroCount(missing)];
            var values = field.Schema.Value.Values is { } all ? $": {string.Join(", ", all)}" : "";
            cursor.Add(field.Label, ErrorCodes.Required, $"{field.Label} is required{values}");
        }
    }

    // The label names the field in problems.
    private sealed record BodyField(FieldSchema Schema, string Label, FieldReader<T> Read);
}
