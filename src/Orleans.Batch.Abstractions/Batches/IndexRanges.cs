using System.Globalization;
using System.Text;

namespace Orleans.Batch;

/// <summary>Ascending positions as short text: <c>0-3,7,9-11</c>.</summary>
public static class IndexRanges
{
    /// <summary>Returns the text of ascending positions.</summary>
    public static string Format(IReadOnlyList<int> indexes)
    {
        var text = new StringBuilder();
        for (var i = 0; i < indexes.Count;)
        {
            var end = i;
            while (end + 1 < indexes.Count && indexes[end + 1] == indexes[end] + 1)
            {
                end++;
            }

            text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{indexes[i]}");
            if (end > i)
            {
                text.Append(CultureInfo.InvariantCulture, $"-{indexes[end]}");
            }

            i = end + 1;
        }

        return text.ToString();
    }

    /// <summary>Returns the positions of such a text; none for an empty one.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static IReadOnlyList<int> Parse(string text)
    {
        var indexes = new List<int>();
        foreach (var range in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = range.Split('-');
            var first = int.Parse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture);
            var last = int.Parse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture);
            indexes.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return indexes;
    }
}
