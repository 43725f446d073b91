using System.Collections.Concurrent;
using Spectre.Console;

namespace Orleans.Batch.Loading;

/// <summary>The progress of a load: counted by the workers, read by the screen.</summary>
internal sealed class LoadProgress
{
    private long _checkedLines;
    private double _checkedShare;
    private long _destinations;
    private long _sent;
    private long _stored;
    private long _ended;
    private volatile bool _isByModel;
    private long _alreadyLoaded;

    /// <summary>Destinations to create.</summary>
    public long DestinationTotal { get; set; }

    /// <summary>Items to send.</summary>
    public long ItemTotal { get; set; }

    /// <summary>Lines read by the first pass.</summary>
    public long CheckedLines => Volatile.Read(ref _checkedLines);

    /// <summary>The share of the file that is read, 0 to 1.</summary>
    public double CheckedShare => Volatile.Read(ref _checkedShare);

    /// <summary>Destinations created or found.</summary>
    public long Destinations => Volatile.Read(ref _destinations);

    /// <summary>Items the server has accepted, or refused.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Whether a model extracts facts from items that are stored.</summary>
    public bool IsByModel
    {
        get => _isByModel;
        set => _isByModel = value;
    }

    /// <summary>Items that are in their graphs, or have ended without: failed, skipped, canceled, or refused.</summary>
    public long Stored => Volatile.Read(ref _stored);

    /// <summary>
    /// Items that have ended: succeeded, failed, skipped, canceled, or refused. One that waits for a model has not ended.
    /// </summary>
    public long Ended => Volatile.Read(ref _ended);

    /// <summary>Of those, items that were loaded before.</summary>
    public long AlreadyLoaded => Volatile.Read(ref _alreadyLoaded);

    /// <summary>Messages for the user, each shown once.</summary>
    public ConcurrentQueue<string> Notes { get; } = new();

    /// <summary>Writes the new messages.</summary>
    public void WriteNotes(IAnsiConsole console)
    {
        while (Notes.TryDequeue(out var note))
        {
            console.WriteLine(note);
        }
    }

    /// <summary>Sets the progress of the first pass.</summary>
    public void Checked(long lines, double share)
    {
        Volatile.Write(ref _checkedLines, lines);
        Volatile.Write(ref _checkedShare, share);
    }

    /// <summary>Counts one more destination.</summary>
    public void AddDestination() => AddDestinations(1);

    /// <summary>Counts destinations created or found.</summary>
    public void AddDestinations(int count) => Interlocked.Add(ref _destinations, count);

    /// <summary>Counts items that the server has.</summary>
    public void AddSent(long items) => Interlocked.Add(ref _sent, items);

    /// <summary>Counts items that need not be stored any more.</summary>
    public void AddStored(long items) => Interlocked.Add(ref _stored, items);

    /// <summary>Counts items that have ended.</summary>
    public void AddEnded(long items) => Interlocked.Add(ref _ended, items);

    /// <summary>Counts items that were loaded before.</summary>
    public void AddAlreadyLoaded(long items) => Interlocked.Add(ref _alreadyLoaded, items);
}
