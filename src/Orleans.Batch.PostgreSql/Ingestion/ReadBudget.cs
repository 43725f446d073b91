namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// Bounds the memory between reading and committing, by items and by bytes. A project that holds nothing may begin
/// even if others have filled it, up to twice the bounds in total. One caller takes room, many release it.
/// </summary>
internal sealed class ReadBudget
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _chunks = [];
    private TaskCompletionSource? _waiting;
    private int _items;
    private long _bytes;

    /// <summary>Returns how much may be read for a project now.</summary>
    /// <param name="project">The project.</param>
    /// <param name="items">How many items may be in memory.</param>
    /// <param name="bytes">How many bytes may.</param>
    /// <param name="changed">Completes when the answer may have changed, if nothing may be read.</param>
    public ReadCapacity RoomFor(long project, int items, long bytes, out Task changed)
    {
        lock (_gate)
        {
            changed = Task.CompletedTask;
            if (_items <= items && _bytes <= bytes)
            {
                return ReadCapacity.Full;
            }

            if (!_chunks.ContainsKey(project) && _items <= 2 * items && _bytes <= 2 * bytes)
            {
                return ReadCapacity.ForNewcomers;
            }

            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            changed = _waiting.Task;
            return ReadCapacity.None;
        }
    }

    /// <summary>Whether a project has something in memory.</summary>
    public bool Holds(long project)
    {
        lock (_gate)
        {
            return _chunks.ContainsKey(project);
        }
    }

    /// <summary>Takes room for a chunk, even more than there is: the next one waits longer.</summary>
    public void Take(long project, int items, long bytes)
    {
        lock (_gate)
        {
            _items += items;
            _bytes += bytes;
            _chunks[project] = _chunks.GetValueOrDefault(project) + 1;
        }
    }

    /// <summary>Releases a chunk's room.</summary>
    public void Give(long project, int items, long bytes)
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            _items -= items;
            _bytes -= bytes;
            if (--_chunks[project] == 0)
            {
                _chunks.Remove(project);
            }

            waiting = _waiting;
            _waiting = null;
        }

        waiting?.TrySetResult();
    }
}

/// <summary>How much may be read now.</summary>
internal enum ReadCapacity
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A little, for projects that have nothing in memory.</summary>
    ForNewcomers,

    /// <summary>A full query.</summary>
    Full,
}
