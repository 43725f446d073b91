namespace Orleans.Batch.Formats.Json;

/// <summary>Reads the value under the cursor into a body.</summary>
internal delegate void FieldReader<T>(ref JsonCursor cursor, string field, ref T body);

/// <summary>Sets a field of a body. The value is null where it was null or, with a problem added, invalid.</summary>
internal delegate void FieldSetter<T, in TValue>(ref T body, TValue value);

/// <summary>Reads the value under the cursor. Returns null where it is null or, with a problem added, invalid.</summary>
internal delegate TValue ValueReader<out TValue>(ref JsonCursor cursor, string field);

/// <summary>Checks a whole body after its fields were read.</summary>
internal delegate void BodyCheck<T>(ref JsonCursor cursor, ref T body, in FieldsGiven given);

/// <summary>Reads one entry of a list into it.</summary>
internal delegate void EntryReader<T>(ref JsonCursor cursor, string field, List<T> entries);

/// <summary>Reads one of several items; returns null for one that has problems, all of which are added.</summary>
internal delegate T? ItemReader<out T>(ref JsonCursor cursor)
    where T : class;
