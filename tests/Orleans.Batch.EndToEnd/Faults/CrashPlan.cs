namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>The processes that are killed.</summary>
internal enum CrashTarget
{
    Server,
    Postmaster,
    Session,
    ServerAndPostmaster,
}

/// <summary>One crash.</summary>
/// <param name="AtProcess">Whether <c>Count</c> counts process calls; otherwise add calls.</param>
/// <param name="Count">The number of these calls before the crash.</param>
/// <param name="Delay">The delay after that.</param>
/// <param name="CrashTarget">The killed process.</param>
internal sealed record Crash(bool AtProcess, int Count, TimeSpan Delay, CrashTarget CrashTarget)
{
    public override string ToString() =>
        $"{CrashTarget} {Delay.TotalMilliseconds:0} ms after {(AtProcess ? "process" : "add")} call {Count}";
}

/// <summary>The crashes of one seed: some while clients add, some while batches are prepared, some while they are ingested.</summary>
internal static class CrashPlan
{
    public static IReadOnlyList<Crash> Make(int seed, int batches, int adds)
    {
        var chance = new Random(seed);
        var crashes = chance.Next(2, 4);
        return [.. Enumerable.Range(0, crashes).Select(i => Next(chance, (seed + i) % 3, batches, adds))
            .OrderBy(c => c.AtProcess).ThenBy(c => c.Count).ThenBy(c => c.Delay)];
    }

    private static Crash Next(Random chance, int phase, int batches, int adds) => phase switch
    {
        0 => new Crash(AtProcess: false, chance.Next(adds), Milliseconds(chance, 0, 40), NextVictim(chance)),
        1 => new Crash(AtProcess: true, chance.Next(1, batches + 1), Milliseconds(chance, 0, 25), NextVictim(chance)),
        _ => new Crash(AtProcess: true, chance.Next(1, batches + 1), Milliseconds(chance, 25, 400), NextVictim(chance)),
    };

    private static TimeSpan Milliseconds(Random chance, int from, int to) =>
        TimeSpan.FromMilliseconds(from + (chance.NextDouble() * (to - from)));

    private static CrashTarget NextVictim(Random chance) => chance.Next(10) switch
    {
        < 4 => CrashTarget.Server,
        < 6 => CrashTarget.Postmaster,
        < 8 => CrashTarget.Session,
        _ => CrashTarget.ServerAndPostmaster,
    };
}
