using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Server.Tests;

/// <summary>A database that a version before the first release made.</summary>
public sealed class PrereleaseDatabaseTests : IDisposable
{
    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Serve_OnADatabaseFromBeforeTheFirstRelease_EndsWithFourAndChangesNothing()
    {
        await using var database = await PrereleaseDatabase.CreateAsync();
        var before = await PrereleaseDatabase.DescribeAsync(database);

        var (code, output) = await ServerProcess.RunAsync(
            ["--data-dir", _data.Path, "--urls", "http://127.0.0.1:0"], ("ConnectionStrings__Batch", database.ConnectionString));

        code.ShouldBe(4, output);
        output.ShouldStartWith("error: The database has the schema migrations 1, 2, 3, 4, 6,");
        output.Trim().ShouldNotContain('\n');
        (await PrereleaseDatabase.DescribeAsync(database)).ShouldBe(before);
    }
}
