using System.Runtime.InteropServices;
using System.Text;

namespace Orleans.Batch.TestKit.Embeddings;

/// <summary>Writes a model in ONNX's form, which is Protocol Buffers: a field's number and type, and then its value.</summary>
internal static class OnnxWriter
{
    private const int Float = 1;
    private const int Int64 = 7;

    /// <summary>A model that has for each of <c>input_ids</c> a row of a table; it is told the other inputs of its kind, too.</summary>
    public static byte[] WriteLookup(float[] table, int dimensions) => Join(
        Number(1, 8), // the version of the format
        Message(7, Join(
            Message(1, Join(Text(1, "table"), Text(1, "input_ids"), Text(2, "last_hidden_state"), Text(4, "Gather"))),
            Text(2, "lookup"),
            Message(5, Join(
                Number(1, table.Length / dimensions),
                Number(1, dimensions),
                Number(2, Float),
                Text(8, "table"),
                Message(9, MemoryMarshal.AsBytes(table.AsSpan()).ToArray()))),
            Message(11, Value("input_ids", Int64, "texts", "tokens")),
            Message(11, Value("attention_mask", Int64, "texts", "tokens")),
            Message(12, Value("last_hidden_state", Float, "texts", "tokens", "dimensions")))),
        Message(8, Number(2, 13))); // the version of the operators

    private static byte[] Value(string name, int type, params string[] shape) => Join(
        Text(1, name),
        Message(2, Message(1, Join(
            Number(1, type),
            Message(2, Join([.. shape.Select(s => Message(1, Text(2, s)))]))))));

    private static byte[] Text(int field, string value) => Message(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Message(int field, byte[] content) => Join(Varint((field << 3) | 2), Varint(content.Length), content);

    private static byte[] Number(int field, int value) => Join(Varint(field << 3), Varint(value));

    private static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(p => p)];
}
