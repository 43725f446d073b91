using System.Globalization;

namespace Orleans.Batch.Benchmarks.Clusters;

/// <summary>Processor time that processes have used. This cost hardly depends on other work of the machine.</summary>
internal static class CpuTime
{
    // Linux's unit, on every machine that this runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Seconds that these processes have used.</summary>
    public static double Measure(IEnumerable<int> processes) => processes.Sum(p => Read(p, children: false));

    /// <summary>Seconds that a process, those it has started, and those it had started have used.</summary>
    public static double OfFamily(int parent) => Read(parent, children: true) + Measure(Children(parent));

    private static IEnumerable<int> Children(int parent) => Directory.EnumerateDirectories("/proc")
        .Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && Fields(id) is [_, var ppid, ..] && ppid == parent.ToString(CultureInfo.InvariantCulture));

    private static double Read(int process, bool children) => Fields(process) is { Length: > 14 } fields
        ? fields[11..(children ? 15 : 13)].Sum(f => double.Parse(f, CultureInfo.InvariantCulture)) / TicksPerSecond
        : 0;

    // After the name, which may hold any character: state, parent, … and from the twelfth on user and system time, those
    // of ended children after them.
    private static string[] Fields(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return []; // it has just ended
        }
    }
}
