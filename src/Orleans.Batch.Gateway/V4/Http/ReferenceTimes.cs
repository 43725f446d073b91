namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>When something happened: <c>reference_time</c>, or <c>created_at</c> as clients before 4.0.0 call it.</summary>
internal static class ReferenceTimes
{
    /// <summary>Adds both names; where both are given, <c>reference_time</c> wins.</summary>
    public static BodyTable<T> ReferenceTime<T>(
        this BodyTable<T> table, FieldSetter<T, DateTimeOffset?> createdAt, FieldSetter<T, DateTimeOffset?> referenceTime) =>
        table
            .Timestamp("reference_time", "When it happened, the reference time of its facts; RFC 3339 with an offset. When left out, the moment it is added.", referenceTime)
            .Timestamp("created_at", "The same, in clients before 4.0.0.", createdAt).Deprecated();
}
