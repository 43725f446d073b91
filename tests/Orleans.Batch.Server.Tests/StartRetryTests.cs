using System.Net;
using Npgsql;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Server.Tests;

/// <summary>A start on a database whose first connections break.</summary>
public sealed class StartRetryTests : IDisposable
{
    // The schema, the first key and the guard.
    private const int Cut = 3;

    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Start_ConnectionsBreak_EachStepIsRepeated()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var link = new BreakingLink(new NpgsqlConnectionStringBuilder(database.ConnectionString), Cut);

        using var server = await RunningServer.ServeAsync(_data, ("ConnectionStrings__Batch", link.ConnectionString));

        link.Broken.ShouldBe(Cut);
        server.Output.ShouldContain("while bringing the schema up to date; this is tried again");
        server.Output.ShouldContain("while making sure of the first project's key; this is tried again");
        server.Output.ShouldContain("The silo cannot register with the database now; it is tried again");
        using var client = server.NewClient();
        (await client.GetAsync(new Uri("batches", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.StopAsync()).ShouldBe(0, server.Output);
    }
}
