using System.Globalization;

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

    /// <summary>Adds a problem of an entry in one of several lists, placed as <see cref="Place"/> does.</summary>
    public void Add(string list, int index, string field, string code, string message) =>
        Add(index, $"{PathOf(list, index)}.{field}", code, message);

    /// <summary>
    /// Gives the listed problems from one on the position of an entry in one of several lists: <c>email</c> becomes
    /// <c>users[3].email</c>, and the index 3.
    /// </summary>
    /// <param name="first">The first of them, by its position in <see cref="Listed"/>.</param>
    /// <param name="list">The field with the list.</param>
    /// <param name="index">The position of the entry, from 0.</param>
    public void Place(int first, string list, int index)
    {
        for (var i = first; i < _listed.Count; i++)
        {
            var path = PathOf(list, index);
            _listed[i] = _listed[i] with { Index = index, Field = _listed[i].Field is { } field ? $"{path}.{field}" : path };
        }
    }

    /// <summary>The first problem with its position, and how many there are; only if there is one.</summary>
    public string Describe()
    {
        var first = _listed[0];
        var where = first.Index is { } index ? PositionOf(index, first.Field) + ": " : "";
        var more = Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({Count} problems in all)");
        return where + first.Message + more;
    }

    /// <summary>Puts the listed problems into the order of the items they concern, whole-body problems first.</summary>
    public void SortByIndex()
    {
        var sorted = _listed.OrderBy(p => p.Index ?? -1).ToArray();
        _listed.Clear();
        _listed.AddRange(sorted);
    }

    private static string PathOf(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    private static string PositionOf(int index, string? field)
    {
        var at = PathOf("", index);
        return field?.IndexOf(at, StringComparison.Ordinal) is > 0 and var start ? field[..(start + at.Length)]
            : string.Create(CultureInfo.InvariantCulture, $"item {index}");
    }
}
