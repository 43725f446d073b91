using System.Globalization;
using Orleans.Batch.Chaos;

// Runs seed after seed until the calls are made, and ends with 1 if any promise was broken.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const string Usage =
    """
    Usage: Orleans.Batch.Chaos [--seed S] [--calls N] [--clients C] [--calls-per-seed N] [--calls-per-fault N]

      --seed            the first seed (1); each further one is one more
      --calls           how many calls in all (100,000)
      --clients         how many clients at once (20)
      --calls-per-seed  after how many calls a new database and the next seed begin (25,000)
      --calls-per-fault mean number of calls between faults (150); 0: no faults
    """;

var settings = new Dictionary<string, int>
{
    ["--seed"] = 1, ["--calls"] = 100_000, ["--clients"] = 20, ["--calls-per-seed"] = 25_000, ["--calls-per-fault"] = 150,
};
for (var i = 0; i < args.Length; i += 2)
{
    if (!settings.ContainsKey(args[i]) || i + 1 == args.Length
        || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }

    settings[args[i]] = value;
}

var left = settings["--calls"];
var violations = 0;
for (var seed = settings["--seed"]; left > 0; seed++)
{
    var calls = Math.Min(left, Math.Max(1, settings["--calls-per-seed"]));
    Console.WriteLine($"seed {seed}: {calls} calls …");
    await using var run = await ChaosRun.StartAsync(new ChaosOptions(
        seed, calls, Math.Max(1, settings["--clients"]), settings["--calls-per-fault"]));
    var report = await run.RunAsync(line => Console.WriteLine("  " + line));
    Console.WriteLine(report);
    violations += report.Violations.Count;
    left -= report.Calls;
}

Console.WriteLine($"{violations} violations");
return violations == 0 ? 0 : 1;
