using System.Diagnostics.CodeAnalysis;

namespace Orleans.Batch.Ingestion;

/// <summary>
/// A queue for shares of one resource: projects take turns by weight, and within a project the higher priority goes
/// first, then the earlier entry. So a project with a million waiting items delays another's first one by one turn.
/// Weighted fair queueing: each project's clock advances by cost over weight, and the one behind goes next.
/// Not for concurrent use.
/// </summary>
/// <typeparam name="T">The type of the entries.</typeparam>
public sealed class FairQueue<T>
{
    private readonly Dictionary<long, Line> _lines = [];
    private readonly PriorityQueue<Line, double> _turns = new();
    private double _clock;
    private long _arrivals;

    /// <summary>The number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an entry.</summary>
    /// <param name="project">The project of the entry.</param>
    /// <param name="weight">The project's share, relative to others; 1 or more.</param>
    /// <param name="priority">Higher goes first within the project.</param>
    /// <param name="item">The entry.</param>
    public void Enqueue(long project, int weight, int priority, T item)
    {
        if (!_lines.TryGetValue(project, out var line))
        {
            _lines.Add(project, line = new Line());
        }

        if (line.Waiting.Count == 0)
        {
            // A project that was idle has no saved-up share; one that returns at once keeps its clock.
            line.Clock = Math.Max(line.Clock, _clock);
            _turns.Enqueue(line, line.Clock);
        }

        line.Weight = weight;
        line.Waiting.Enqueue(item, (-priority, _arrivals++));
        Count++;
    }

    /// <summary>Returns the next entry without removing it.</summary>
    public bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        if (_turns.TryPeek(out var line, out _))
        {
            return line.Waiting.TryPeek(out item, out _);
        }

        item = default;
        return false;
    }

    /// <summary>Removes the entry that <see cref="TryPeek"/> returned.</summary>
    /// <param name="cost">How much of the resource it takes.</param>
    /// <exception cref="InvalidOperationException">The queue is empty.</exception>
    public T Dequeue(int cost)
    {
        var line = _turns.Dequeue();
        _clock = line.Clock;
        line.Clock += (double)cost / line.Weight;
        var item = line.Waiting.Dequeue();
        Count--;
        if (line.Waiting.Count > 0)
        {
            _turns.Enqueue(line, line.Clock);
        }
        else if (Count == 0)
        {
            _lines.Clear();
        }

        return item;
    }

    /// <summary>Removes the next entry; it takes nothing of the resource.</summary>
    public bool TryRemove([MaybeNullWhen(false)] out T item)
    {
        if (!TryPeek(out item))
        {
            return false;
        }

        Dequeue(cost: 0);
        return true;
    }

    private sealed class Line
    {
        public double Clock { get; set; }

        public int Weight { get; set; } = 1;

        public PriorityQueue<T, (int Priority, long Arrival)> Waiting { get; } = new();
    }
}
