using System.Collections;
using System.Globalization;

namespace Orleans.Batch.Server.Tests.Configuration;

/// <summary>Values of settings in readable form: 2,000; 64 MiB; 0.5 s.</summary>
internal static class ValueText
{
    private static readonly (long Size, string Name)[] Sizes = [(1L << 50, "PiB"), (1L << 40, "TiB"), (1L << 30, "GiB"), (1L << 20, "MiB"), (1L << 10, "KiB")];
    private static readonly (TimeSpan Size, string Name)[] Times =
        [(TimeSpan.FromDays(1), "d"), (TimeSpan.FromHours(1), "h"), (TimeSpan.FromMinutes(1), "min"), (TimeSpan.FromSeconds(1), "s"), (TimeSpan.FromMilliseconds(1), "ms")];

    public static string Write(object? value, Type type, bool isSize) => value switch
    {
        null => "none",
        string text when (Nullable.GetUnderlyingType(type) ?? type) == typeof(TimeSpan) =>
            Time(TimeSpan.Parse(text, CultureInfo.InvariantCulture)),
        "" => "none",
        string text => $"`{text}`",
        bool flag => flag ? "true" : "false",
        TimeSpan time => Time(time),
        Enum names => $"`{names.ToString().ToLowerInvariant()}`",
        ICollection { Count: 0 } => "none",
        double fraction when fraction != Math.Floor(fraction) => fraction.ToString(CultureInfo.InvariantCulture),
        IFormattable number => Number(Convert.ToInt64(number, CultureInfo.InvariantCulture), isSize),
        _ => "none",
    };

    private static string Time(TimeSpan time)
    {
        foreach (var (size, name) in Times)
        {
            if (time >= size && time.Ticks % size.Ticks == 0)
            {
                return $"{(time / size).ToString("#,0", CultureInfo.InvariantCulture)} {name}";
            }
        }

        return time == TimeSpan.Zero ? "0 s" : $"{time.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s";
    }

    private static string Number(long number, bool isSize)
    {
        foreach (var (size, name) in Sizes)
        {
            if (isSize && number >= size && number % size == 0)
            {
                return $"{number / size} {name}";
            }
        }

        return number.ToString("#,0", CultureInfo.InvariantCulture);
    }
}
