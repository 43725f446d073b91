using System.Globalization;
using System.Text;

namespace Orleans.Batch.Dashboard;

/// <summary>Values of equal steps of time, as an area or a line to draw in a box of 600 by 120.</summary>
internal static class StepPath
{
    private const double Width = 600;
    private const double Height = 120;

    /// <summary>The upper edge for these values: 1, 2 or 5 of a power of ten.</summary>
    public static double TopOf(IEnumerable<double?> values)
    {
        var max = values.Max() ?? 0;
        if (max <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(max)));
        return (max / power) switch { <= 1 => power, <= 2 => 2 * power, <= 5 => 5 * power, _ => 10 * power };
    }

    /// <summary>Filled down to zero.</summary>
    public static string Area(IReadOnlyList<double?> values, double top) =>
        $"M0,{Height}L{Line(values, top)[1..].Replace('M', 'L')}L{Width},{Height}Z";

    /// <summary>A line, with gaps where there is no value.</summary>
    public static string Line(IReadOnlyList<double?> values, double top)
    {
        var path = new StringBuilder();
        var pen = 'M';
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is not { } value)
            {
                pen = 'M';
                continue;
            }

            var y = Height - (Height * Math.Min(value / top, 1));
            path.Append(pen).Append(CultureInfo.InvariantCulture, $"{Width * i / values.Count:0.#},{y:0.#}H{Width * (i + 1) / values.Count:0.#}");
            pen = 'L';
        }

        return path.Length == 0 ? "M0,120" : path.ToString();
    }
}
