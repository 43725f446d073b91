namespace Orleans.Batch.Ingestion;

/// <summary>
/// What waits for a share of one resource: projects take turns by weight, and within a project what has the higher
/// priority goes first, then what came first. So a project that has a million items waiting delays another's first one by
/// one turn. Weighted fair queueing: each project's clock runs by cost over weight, and the one behind goes next.
/// Not for concurrent use.
/// </summary>
/// <typeparam name="T">What waits.</typeparam>
public sealed class FairQueue<T>
{
    private readonly Dictionary<long, Line> _lines = [];
    private readonly PriorityQueue<Line, double> _turns = new();
    private double _clock;
    private long _arrivals;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Lets something wait.</summary>
    /// <param name="project">Whose it is.</param>
    /// <param name="weight">The project's share, against those of others; 1 or more.</param>
    /// <param name="priority">Higher goes first within the project.</param>
    /// <param name="item">What waits.</param>
    public void Enqueue(long project, int weight, int priority, T item)
    {
        if (!_lines.TryGetValue(project, out var line))
        {
            _lines.Add(project, line = new Line());
        }

        if (line.Waiting.Count == 0)
        {
            // Whoever was away has saved up nothing; whoever comes back at once has forgotten nothing.
            line.Clock = Math.Max(line.Clock, _clock);
            _turns.Enqueue(line, line.Clock);
        }

        line.Weight = weight;
        line.Waiting.Enqueue(item, (-priority, _arrivals++));
        Count++;
    }

    /// <summary>Whose turn it is, without taking it.</summary>
    public bool TryPeek([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item)
    {
        if (_turns.TryPeek(out var line, out _))
        {
            return line.Waiting.TryPeek(out item, out _);
        }

        item = default;
        return false;
    }

    /// <summary>Takes what <see cref="TryPeek"/> showed.</summary>
    /// <param name="cost">How much of the resource it takes.</param>
    /// <exception cref="InvalidOperationException">Nothing waits.</exception>
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

    private sealed class Line
    {
        public double Clock { get; set; }

        public int Weight { get; set; } = 1;

        public PriorityQueue<T, (int Priority, long Arrival)> Waiting { get; } = new();
    }
}
