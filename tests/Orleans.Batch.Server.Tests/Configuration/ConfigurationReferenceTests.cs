using System.Globalization;
using System.Runtime.CompilerServices;

namespace Orleans.Batch.Server.Tests.Configuration;

/// <summary>
/// The configuration reference matches the code. To write it again after a change:
/// <c>BATCH_WRITE_REFERENCE=1 dotnet test --filter ConfigurationReferenceTests</c>.
/// </summary>
public sealed class ConfigurationReferenceTests
{
    private const string Marker = "<!-- Written from the doc comments of the options by ConfigurationReferenceTests. -->\n";

    [Fact]
    public void Reference_IsWhatTheCodeSays()
    {
        var file = Path.Combine(Repository(), "src", "Orleans.Batch.Server", "CONFIGURATION.md");
        var text = File.ReadAllText(file);
        var start = text.IndexOf(Marker, StringComparison.Ordinal);
        start.ShouldBeGreaterThan(0, "the marker is missing");
        var expected = text[..(start + Marker.Length)] + Tables();
        if (Environment.GetEnvironmentVariable("BATCH_WRITE_REFERENCE") == "1")
        {
            File.WriteAllText(file, expected);
        }

        text.ShouldBe(expected);
    }

    [Fact]
    public void DocComments_StateTheDefaultsOfTheCode()
    {
        var stated = SettingReference.ReadAll()
            .Where(s => s.StatedDefault is { } d && char.IsAsciiDigit(d[0]) && s.ActualDefault is int or long or TimeSpan)
            .ToList();

        stated.Count.ShouldBeGreaterThan(50);
        foreach (var setting in stated)
        {
            var (number, unit) = Split(setting.StatedDefault!);
            object expected = setting.ActualDefault is TimeSpan ? number * Unit(unit) : (long)(number * Size(unit));
            expected.ShouldBe(setting.ActualDefault is int n ? (long)n : setting.ActualDefault, setting.Name);
        }
    }

    private static (double Number, string Unit) Split(string text)
    {
        var parts = text.Split(' ');
        return (
            double.Parse(parts[0].TrimEnd(',', ';').Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture),
            parts.Length > 1 ? parts[1].TrimEnd(',', ';') : "");
    }

    private static long Size(string unit) => unit switch
    {
        "KiB" => 1L << 10,
        "MiB" => 1L << 20,
        "GiB" => 1L << 30,
        _ => 1,
    };

    private static TimeSpan Unit(string unit) => unit switch
    {
        "milliseconds" => TimeSpan.FromMilliseconds(1),
        "second" or "seconds" or "s" => TimeSpan.FromSeconds(1),
        "minutes" => TimeSpan.FromMinutes(1),
        "h" => TimeSpan.FromHours(1),
        "days" => TimeSpan.FromDays(1),
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "not a unit of time"),
    };

    private static string Tables() => string.Concat(SettingReference.ReadAll().GroupBy(s => s.Section).Select(section =>
        $"""

        ## {section.Key}

        | setting | default | allowed | meaning |
        |---|---|---|---|
        {string.Join('\n', section.Select(s => s.Row))}

        """));

    private static string Repository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "..", "..", "..", ".."));
}
