using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>Makes the answers of calls that <see cref="WriteCalls.RecordAsync"/> runs.</summary>
internal static class Stored
{
    /// <summary>An answer without a body: 204.</summary>
    public static StoredResponse Empty { get; } = new(StatusCodes.Status204NoContent, default);

    public static StoredResponse Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(value, type));
}
