using System.Text;

namespace Orleans.Batch.Formats.Json;

/// <summary>Finds the positions of a table's fields by their names. Length and first letter tell most names apart.</summary>
internal sealed class FieldIndex
{
    private const int Slots = 128;

    private readonly (byte[] Name, int Position)[][] _slots = [.. Enumerable.Repeat(Array.Empty<(byte[], int)>(), Slots)];

    public void Add(string name, int position)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        ref var slot = ref _slots[SlotOf(utf8)];
        slot = [.. slot, (utf8, position)];
    }

    public bool TryFind(ReadOnlySpan<byte> name, out int position)
    {
        if (!name.IsEmpty)
        {
            foreach (var entry in _slots[SlotOf(name)])
            {
                if (name.SequenceEqual(entry.Name))
                {
                    position = entry.Position;
                    return true;
                }
            }
        }

        position = -1;
        return false;
    }

    private static int SlotOf(ReadOnlySpan<byte> name) => ((name[0] << 2) ^ name.Length) & (Slots - 1);
}
