using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Orleans.Batch;

/// <summary>The rule for <c>data</c> when its <c>data_type</c> is <c>json</c>: one well-formed JSON value of at most 64 levels.</summary>
public static class JsonDataRules
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    /// <summary>The problem of the data; null when there is none.</summary>
    public static string? Check(string data)
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
            return $"data_type is json, but the data is not: {e.Message} Correct the data, or send it as text.";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }
}
