using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Orleans.Batch.Ingestion;

/// <summary>Whether data that says it is JSON is one well-formed JSON value.</summary>
internal static class JsonCheck
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    /// <summary>The error of an item whose data is not JSON; null when it is.</summary>
    public static ItemError? Check(string data)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(data.Length));
        try
        {
            var reader = new Utf8JsonReader(utf8.AsSpan(0, Encoding.UTF8.GetBytes(data, utf8)), Options);
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            return new ItemError(
                ErrorCodes.InvalidJsonData,
                $"data_type is json, but the data is not: {e.Message} Correct the data, or send it as text.",
                Retryable: false,
                Attempts: 1);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }
}
