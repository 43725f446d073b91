using System.Buffers;
using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>Measures the content of an item: the text of a message, or the data of an episode.</summary>
internal static class ItemLength
{
    /// <summary>The length of the content in UTF-8, without escapes.</summary>
    /// <param name="item">The JSON of an item that was checked.</param>
    public static int Measure(ReadOnlySpan<byte> item)
    {
        var reader = new Utf8JsonReader(item);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isContent = reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("data"u8);
            reader.Read();
            if (isContent && reader.TokenType == JsonTokenType.String)
            {
                return reader.ValueIsEscaped ? Unescaped(ref reader) : reader.ValueSpan.Length;
            }

            reader.Skip();
        }

        return 0;
    }

    private static int Unescaped(ref Utf8JsonReader reader)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return reader.CopyString(buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
