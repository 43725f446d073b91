using System.Globalization;

namespace Orleans.Batch.Dashboard;

/// <summary>Numbers with their significant digits.</summary>
internal static class NumberText
{
    /// <summary>Such as <c>0.25/s</c>, <c>12/s</c>, <c>12,500/s</c>.</summary>
    public static string Rate(double perSecond) => Format(perSecond) + "/s";

    /// <summary>Such as <c>3.2 ms</c>, <c>1,200 ms</c>; a dash when there is none.</summary>
    public static string Milliseconds(double? value) => value is { } ms ? Format(ms) + " ms" : "–";

    public static string Format(double value) => value.ToString(
        value switch { 0 => "0", < 10 => "0.##", < 100 => "0.#", _ => "#,0" }, CultureInfo.InvariantCulture);

    /// <summary>Such as <c>12,500</c>.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Such as <c>1,000+</c>.</summary>
    public static string Count(BoundedCount count) => Count(count.Value) + (count.OrMore ? "+" : "");
}
