using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public async Task Example_OfTheClient_Runs()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch);

        var found = await ReadmeExample.RunAsync(cluster.Grains.ServiceProvider, cluster.ApiKey, default);

        found.Edges.ShouldNotBeNull().ShouldContain(e => e.Fact.Contains("Rome"));
    }

    [Fact]
    public void Example_OfTheClient_IsTheOneThatRuns()
    {
        var readme = Lines("README.md").SkipWhile(l => l != "```csharp").Skip(1);
        var blocks = string.Join('\n', readme).Split("```csharp");
        var run = Lines("ReadmeExample.cs").SkipWhile(l => !l.Contains("CancellationToken stop)")).Skip(2).TakeWhile(l => l != "    }");

        blocks[^1].Split("```")[0].Trim().ShouldBe(string.Join('\n', run.Select(l => l.Length > 8 ? l[8..] : "")).Trim());
    }

    // Copied beside the test by the build.
    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Example", file));
}
