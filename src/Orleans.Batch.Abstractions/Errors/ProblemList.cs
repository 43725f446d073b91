namespace Orleans.Batch;

/// <summary>Collects the problems of one request: counts all of them, keeps the first 1,000.</summary>
public sealed class ProblemList
{
    /// <summary>How many problems are listed at most; the rest are only counted.</summary>
    public const int MaxListed = 1_000;

    private readonly List<Problem> _listed = [];

    /// <summary>How many problems were found.</summary>
    public int Count { get; private set; }

    /// <summary>The first <see cref="MaxListed"/> of them, in the order found.</summary>
    public IReadOnlyList<Problem> Listed => _listed;

    /// <summary>The code of the first problem; null while there is none.</summary>
    public string? FirstCode => _listed.Count == 0 ? null : _listed[0].Code;

    /// <summary>Adds a problem.</summary>
    public void Add(int? index, string? field, string code, string message)
    {
        Count++;
        if (_listed.Count < MaxListed)
        {
            _listed.Add(new Problem(index, field, code, message));
        }
    }

    /// <summary>Puts the listed problems into the order of the items they concern, whole-body problems first.</summary>
    public void SortByIndex()
    {
        var sorted = _listed.OrderBy(p => p.Index ?? -1).ToArray();
        _listed.Clear();
        _listed.AddRange(sorted);
    }
}
