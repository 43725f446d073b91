using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>Events as they are sent. Each is serialized once for all its watchers.</summary>
/// <param name="serialize">Returns the JSON of an event.</param>
internal sealed class EventFrames(Func<BatchEvent, byte[]> serialize)
{
    private readonly ConditionalWeakTable<BatchEvent, byte[]> _frames = [];

    /// <summary>In the format of version 3.</summary>
    public static EventFrames V3 { get; } = new(static e => JsonSerializer.SerializeToUtf8Bytes(e, WireJson.Default.BatchEvent));

    public byte[] Get(BatchEvent seen) => _frames.GetValue(seen, e =>
        [.. Encoding.ASCII.GetBytes($"id: {e.Id}\nevent: {(e.Done ? "done" : "progress")}\ndata: "), .. serialize(e), (byte)'\n', (byte)'\n']);
}
