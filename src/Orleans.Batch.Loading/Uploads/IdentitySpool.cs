using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orleans.Batch.Loading;

/// <summary>
/// The identities of a file's items, in order, in a temporary file: 32 bytes an item. Memory holds only those that
/// occur more than once, each once, and during the search 16 bytes for each of two million.
/// </summary>
internal sealed class IdentitySpool : IDisposable
{
    private const int PartItems = 2_000_000;
    private const int BufferBytes = 128 * 1024;

    private readonly FileStream _file = new(
        Path.Combine(Path.GetTempPath(), $"orleans-batch-load-{Guid.NewGuid():N}"),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        BufferBytes,
        FileOptions.DeleteOnClose);

    private readonly HashSet<UInt128> _repeated = [];
    private long _count;

    /// <summary>Lines whose record id an earlier line for the same destination has; known after <see cref="Complete"/>.</summary>
    public long RepeatedRecordIds { get; private set; }

    /// <summary>The first of them.</summary>
    public long FirstRepeatedLine { get; private set; }

    /// <summary>Adds the next item.</summary>
    public void Add(SpooledIdentity item)
    {
        _file.Write(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref item, 1)));
        _count++;
    }

    /// <summary>After the last item: finds those that occur more than once.</summary>
    public void Complete()
    {
        var parts = (ulong)((_count / PartItems) + 1);
        for (var part = 0UL; part < parts; part++)
        {
            var identities = Read().Select(i => i.Identity).Where(i => (ulong)i % parts == part).ToArray();
            Array.Sort(identities);
            for (var i = 1; i < identities.Length; i++)
            {
                if (identities[i] == identities[i - 1])
                {
                    _repeated.Add(identities[i]);
                }
            }
        }

        if (_repeated.Count > 0)
        {
            CountRepeatedRecordIds();
        }
    }

    /// <summary>The items in order; each with the record id that its line lacks, or null when it has one.</summary>
    public IEnumerable<(SpooledIdentity Item, string? RecordId)> Items()
    {
        var occurrences = new Dictionary<UInt128, int>();
        foreach (var item in Read())
        {
            var occurrence = 1;
            if (!item.Named && _repeated.Contains(item.Identity))
            {
                occurrence = occurrences[item.Identity] = occurrences.GetValueOrDefault(item.Identity) + 1;
            }

            yield return (item, item.Named ? null : ContentIdentity.RecordIdOf(item.Identity, occurrence));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private IEnumerable<SpooledIdentity> Read()
    {
        _file.Flush();
        var buffer = new SpooledIdentity[BufferBytes / Unsafe.SizeOf<SpooledIdentity>()];
        for (var at = 0L; at < _file.Length;)
        {
            var read = RandomAccess.Read(_file.SafeFileHandle, MemoryMarshal.AsBytes(buffer.AsSpan()), at);
            var whole = read / Unsafe.SizeOf<SpooledIdentity>();
            if (whole == 0)
            {
                throw new InvalidDataException($"The temporary file {_file.Name} is shorter than what was written to it.");
            }

            at += whole * Unsafe.SizeOf<SpooledIdentity>();
            for (var i = 0; i < whole; i++)
            {
                yield return buffer[i];
            }
        }
    }

    private void CountRepeatedRecordIds()
    {
        var seen = new HashSet<UInt128>();
        foreach (var item in Read().Where(i => i.Named && _repeated.Contains(i.Identity) && !seen.Add(i.Identity)))
        {
            FirstRepeatedLine = RepeatedRecordIds++ == 0 ? item.Line : FirstRepeatedLine;
        }
    }
}
