using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Orleans.Batch.Loading.Verifying;

/// <summary>A line of the file, prepared for the search.</summary>
/// <param name="Destination">The ordinal of the destination.</param>
/// <param name="Line">Its number.</param>
/// <param name="Fingerprint">The expected fingerprint.</param>
internal readonly record struct SpooledItem(int Destination, long Line, ItemFingerprint Fingerprint);

/// <summary>
/// Holds the fingerprints of a file on disk, divided by destination, so that memory holds one part at a time, for a
/// file of any length. One destination is never divided: the largest one determines the memory use, at about a hundred
/// bytes a line.
/// </summary>
internal sealed class FingerprintSpool : IItemObserver, IDisposable
{
    private const int BytesAPart = 64 * 1024 * 1024;
    private const int MostParts = 256;
    private const int UnpackedTimes = 8;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleans-batch-verify-");
    private readonly FileStream[] _parts;

    /// <summary>Creates the spool for the lines of this file.</summary>
    public FingerprintSpool(string file)
    {
        var bytes = new FileInfo(file).Length * (file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? UnpackedTimes : 1);
        _parts = new FileStream[Math.Clamp((bytes / BytesAPart) + 1, 1, MostParts)];
        for (var i = 0; i < _parts.Length; i++)
        {
            _parts[i] = new FileStream(
                Path.Combine(_folder.FullName, $"{i}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024);
        }
    }

    /// <inheritdoc/>
    public void Clear() => Array.ForEach(_parts, static p => p.SetLength(0));

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> item, int destination, long line)
    {
        var reader = new Utf8JsonReader(item);
        using var json = JsonDocument.ParseValue(ref reader);
        var spooled = new SpooledItem(destination, line, ItemFingerprint.OfLine(json.RootElement));
        _parts[destination % _parts.Length].Write(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref spooled, 1)));
    }

    /// <summary>Every destination with its lines, one part of the file after another.</summary>
    public IEnumerable<ArraySegment<SpooledItem>[]> Parts()
    {
        foreach (var part in _parts)
        {
            part.Flush();
            part.Position = 0;
            var items = new SpooledItem[part.Length / Unsafe.SizeOf<SpooledItem>()];
            part.ReadExactly(MemoryMarshal.AsBytes(items.AsSpan()));
            Array.Sort(items, static (a, b) => a.Destination != b.Destination ? a.Destination.CompareTo(b.Destination)
                : a.Fingerprint.OrderTo(b.Fingerprint) is not 0 and var order ? order : a.Line.CompareTo(b.Line));
            yield return [.. Groups(items)];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_parts, p => p.Dispose());
        _folder.Delete(recursive: true);
    }

    private static IEnumerable<ArraySegment<SpooledItem>> Groups(SpooledItem[] items)
    {
        var start = 0;
        for (var i = 1; i <= items.Length; i++)
        {
            if (i == items.Length || items[i].Destination != items[start].Destination)
            {
                yield return new(items, start, i - start);
                start = i;
            }
        }
    }
}
