namespace Orleans.Batch.Gateway.V4.Threads;

/// <summary>The body that creates a thread.</summary>
internal static class ThreadBody
{
    public static BodyTable<Guid?> Table { get; } = new BodyTable<Guid?>("CreateThreadRequest", "A thread to create.")
        .Identifier("user_uuid", "The user it belongs to.", static (ref t, v) => t = v).Required();

    public static Guid Parse(ReadOnlySpan<byte> body) => Table.Parse(body, null)!.Value;
}
