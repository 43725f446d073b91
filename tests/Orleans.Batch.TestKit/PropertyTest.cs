using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;

namespace Orleans.Batch.TestKit;

/// <summary>
/// Checks a property on generated cases. The seed is printed; the variable BATCH_TEST_SEED repeats a run.
/// </summary>
public static class PropertyTest
{
    /// <param name="cases">Generates the cases; a failing array is reduced as far as it still fails.</param>
    /// <param name="runs">The number of cases.</param>
    /// <param name="output">Receives the seed.</param>
    /// <param name="holds">Fails if the property does not hold.</param>
    public static void Check<T>(Gen<T[]> cases, int runs, ITestOutputHelper output, Func<T[], Task> holds)
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("BATCH_TEST_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : (ulong)Random.Shared.NextInt64();
        output.WriteLine($"BATCH_TEST_SEED={seed}, {runs} cases");
        var replay = new Replay(new Rnd(seed), FSharpOption<int>.None);
        var failed = false;
        var property = Prop.ForAll(Arb.From(cases, Smaller), (Action<T[]>)Check);
        FsCheck.Check.One(
            $"seed {seed}",
            Config.QuickThrowOnFailure.WithMaxTest(runs).WithReplay(FSharpOption<Replay>.Some(replay)),
            property);

        void Check(T[] c)
        {
            try
            {
                holds(c).GetAwaiter().GetResult();
            }
            catch (Exception e) when (!failed)
            {
                // The report at the end has the failure of the smallest case, which may be another one.
                failed = true;
                output.WriteLine($"The first case that failed has {c.Length} elements: {e}");
                throw;
            }
        }
    }

    // First halves, then each element left out: a case takes milliseconds, so few steps must suffice.
    private static IEnumerable<T[]> Smaller<T>(T[] failing)
    {
        if (failing.Length > 1)
        {
            yield return failing[..(failing.Length / 2)];
            yield return failing[(failing.Length / 2)..];
        }

        for (var i = 0; failing.Length is > 1 and < 40 && i < failing.Length; i++)
        {
            yield return [.. failing[..i], .. failing[(i + 1)..]];
        }
    }
}
