using Orleans.Batch.Formats.Csv;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>
/// A load file. The first pass (<see cref="Survey"/>) hashes it, checks every line, collects the destinations and
/// writes the rejects; <see cref="Pages"/> is the second. Only the items of the current page are in memory.
/// </summary>
/// <param name="path">The file; CSV by its name, otherwise a JSON object a line.</param>
/// <param name="limits">The limits of pages and batches.</param>
/// <param name="rejected">The suffix of the rejects file's name.</param>
internal sealed class FileItemSource(string path, LoadLimits limits, string rejected = ".rejects.ndjson") : IItemSource, IDisposable
{
    private RejectsFile _rejects = new(Path.TrimEndingDirectorySeparator(path) + rejected);
    private IdentitySpool _identities = new();
    private string _hash = "";
    private Func<string>? _place;

    /// <summary>The SHA-256 of the unpacked content, so a file and its gzip are the same load.</summary>
    public string Key => _hash;

    /// <inheritdoc/>
    public DestinationSet Destinations { get; private set; } = new();

    /// <inheritdoc/>
    public NamedDestinations Named { get; private set; } = new();

    /// <summary>The UUIDs in its lines, and what they name.</summary>
    public FileUuids Uuids { get; } = new();

    /// <inheritdoc/>
    public long ItemCount { get; private set; }

    /// <summary>Receives the items of the first pass; optional.</summary>
    public IItemObserver? Observer { get; init; }

    /// <summary>What was imported from the file or folder; null for a load file.</summary>
    public ImportedFile? Imported { get; init; }

    /// <summary>One of what it consists of: a load file has lines, what was imported has records.</summary>
    public string Unit => Imported is null ? "line" : "record";

    /// <summary>The same in the plural.</summary>
    public string Units => Unit + "s";

    /// <summary>All lines of the file, including blank ones; for CSV the rows below its header.</summary>
    public long Lines { get; private set; }

    /// <summary>Lines of white space.</summary>
    public long BlankLines { get; private set; }

    /// <summary>Good user, graph and thread records, including repeated ones.</summary>
    public long RecordLines { get; private set; }

    /// <summary>Fields of lines that are ignored.</summary>
    public UnknownFields Unknown { get; private set; } = new();

    /// <summary>Lines whose record id an earlier line for the same destination has: only the first is loaded.</summary>
    public long RepeatedRecordIds => _identities.RepeatedRecordIds;

    /// <summary>The first of them.</summary>
    public long FirstRepeatedRecordId => _identities.FirstRepeatedLine;

    /// <summary>The lines refused, here or by the server.</summary>
    public RejectsFile Rejects => _rejects;

    /// <summary>The first pass. Nothing is sent. Done again, it starts afresh.</summary>
    /// <param name="report">Receives the progress from time to time: lines so far, and the share of the file from 0 to 1.</param>
    /// <param name="cancel">Ends the pass early.</param>
    /// <exception cref="BatchServiceException">The gzip data is not complete.</exception>
    public void Survey(Action<long, double> report, CancellationToken cancel)
    {
        Clear();
        using var reader = Open(out var position);
        while (reader.TryRead(out var line))
        {
            Note(reader, line);
            if (reader.Count % 1_000 == 0)
            {
                cancel.ThrowIfCancellationRequested();
                report(reader.Count, position());
            }
        }

        Lines = reader.Count;
        _hash = reader.Hash();
        _identities.Complete();
        report(Lines, 1);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is not the one that was surveyed.</exception>
    public IEnumerable<ItemPage> Pages()
    {
        using var reader = Open(out _);
        using var items = _identities.Items().GetEnumerator();
        var more = items.MoveNext();
        var cutter = new PageCutter(limits);
        while (Next(reader, cutter, items, ref more, out var page))
        {
            if (page is not null)
            {
                yield return page;
            }
        }

        // Before the last page is sent: a batch that holds part of another file is then never processed.
        var last = cutter.End();
        if (reader.Hash() != _hash)
        {
            last?.Dispose();
            throw new InvalidDataException($"{path} changed while it was being loaded.");
        }

        if (last is not null)
        {
            yield return last;
        }
    }

    /// <inheritdoc/>
    public void Reject(long line, ReadOnlySpan<byte> raw, LineError problem) =>
        _rejects.Add(line, raw, cut: false, problem, Imported?.PlaceOf(line));

    /// <summary>A line, or its place in what was imported.</summary>
    public string PlaceOf(long line) => Imported?.PlaceOf(line) ?? $"line {line:N0}";

    /// <summary>The same behind a word such as "first".</summary>
    public string At(long line) => Imported is null ? $"on line {line:N0}" : $"in {Imported.PlaceOf(line)}";

    /// <inheritdoc/>
    public void Dispose()
    {
        _rejects.Dispose();
        _identities.Dispose();
    }

    private void Clear()
    {
        _rejects.Dispose();
        _identities.Dispose();
        (_rejects, _identities) = (new RejectsFile(_rejects.Path), new IdentitySpool());
        (Destinations, Named, Unknown) = (new DestinationSet(), new NamedDestinations(), new UnknownFields());
        (ItemCount, BlankLines, RecordLines) = (0, 0, 0);
        Observer?.Clear();
    }

    private RenamedRecords Open(out Func<double> position)
    {
        if (Imported is not null)
        {
            var records = Imported.Open(out position);
            _place = () => records.Place;
            return new(records, Uuids);
        }

        return new(
            CsvRecords.Reads(path) ? new CsvRecordReader(path, out position) : new LineReader(FileContent.Open(path, out position)),
            Uuids);
    }

    // The first pass has checked the items; they are not checked again.
    private static bool Next(
        RenamedRecords reader,
        PageCutter cutter,
        IEnumerator<(SpooledIdentity Item, string? RecordId)> items,
        ref bool more,
        out ItemPage? page)
    {
        page = null;
        if (!reader.TryRead(out var line))
        {
            return false;
        }

        if (more && items.Current.Item.Line == reader.Number)
        {
            page = cutter.Add(line, reader.Number, items.Current.RecordId, items.Current.Item.TypeDefaulted);
            more = items.MoveNext();
        }

        return true;
    }

    private void Note(RenamedRecords reader, ReadOnlySpan<byte> line)
    {
        var problem = reader.Problem;
        CheckedItem item = default;
        Unknown.Line = reader.Number;
        switch (problem is null ? LineCheck.Check(line, Unknown, out problem, out item) : LineKind.Bad)
        {
            case LineKind.Blank:
                BlankLines++;
                break;
            case LineKind.Item:
                ItemCount++;
                var named = item.Item.RecordId is not null;
                var identity = named ? ContentIdentity.OfRecordId(item.Item) : ContentIdentity.FromItem(item.Item);
                _identities.Add(new(identity, reader.Number, named, item.TypeDefaulted));
                var destination = Named.Add(item.Item, reader.Number);
                Observer?.Add(line, destination, reader.Number);
                break;
            case LineKind.Bad:
                _rejects.Add(reader.Number, line, reader.Cut, problem!, _place?.Invoke());
                break;
            case var kind:
                RecordLines++;
                Destinations.Add(Destination.Parse(line, kind, reader.Number));
                break;
        }
    }
}
