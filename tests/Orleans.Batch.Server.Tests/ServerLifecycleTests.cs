using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Server.Tests;

public sealed class ServerLifecycleTests : IDisposable
{
    private static readonly TimeSpan CleanEnd = TimeSpan.FromSeconds(10);

    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Serve_TwiceInARow_KeepsTheKeyAndShowsItOnce()
    {
        using (var first = await RunningServer.ServeAsync(_data))
        {
            var file = _data.In("secrets", "api-key");
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            first.Output.ShouldContain((await File.ReadAllTextAsync(file)).Trim());
            first.Output.ShouldContain(file);
            first.Output.ShouldContain($"baseUrl: \"{first.Url}/api/v2\"");
            first.Signal("TERM");
            (await first.WaitForExitAsync()).ShouldBe(0);
            await PostgresShouldHaveEndedAsync(first);
        }

        var key = await File.ReadAllTextAsync(_data.In("secrets", "api-key"));
        using var second = await RunningServer.ServeAsync(_data);
        second.Output.ShouldNotContain(key.Trim());
        (await File.ReadAllTextAsync(_data.In("secrets", "api-key"))).ShouldBe(key);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Serve_Signalled_EndsCleanlyWithinTenSeconds(string signal)
    {
        var starting = Stopwatch.GetTimestamp();
        using var server = await RunningServer.ServeAsync(_data);
        var start = Stopwatch.GetElapsedTime(starting);
        var began = Stopwatch.GetTimestamp();

        server.Signal(signal);

        (await server.WaitForExitAsync()).ShouldBe(0, server.Output);

        // If ten seconds are too short for a start, they may be too short for the end.
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(start > CleanEnd ? start : CleanEnd);
        await PostgresShouldHaveEndedAsync(server);
    }

    [Fact]
    public async Task Serve_SignalledWhileARequestHangs_StillEndsCleanly()
    {
        using var server = await RunningServer.ServeAsync(_data);
        var address = new Uri(server.Url);
        var key = (await File.ReadAllTextAsync(_data.In("secrets", "api-key"))).Trim();
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();

        // The head of a request without its body; the answer to Expect shows that it is being read.
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"POST /api/v2/batches HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Api-Key {key}\r\n" +
            "Content-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"));
        var answer = new byte[64];
        var length = await stream.ReadAsync(answer).AsTask().WaitAsync(Eventually.MaxWait);
        System.Text.Encoding.ASCII.GetString(answer, 0, length).ShouldStartWith("HTTP/1.1 100");

        server.Signal("TERM");

        (await server.WaitForExitAsync()).ShouldBe(0, server.Output);
        await PostgresShouldHaveEndedAsync(server);
    }

    [Fact]
    public async Task Serve_SecondOnTheSameDirectory_SaysWhoHasItAndEndsWithThree()
    {
        using var first = await RunningServer.ServeAsync(_data);

        var (code, output) = await ServerProcess.RunAsync(["--data-dir", _data.Path, "--urls", "http://127.0.0.1:0"]);

        code.ShouldBe(3, output);
        output.ShouldContain($"pid {first.Id}");
        output.ShouldContain("--data-dir");
    }

    [Fact]
    public async Task Serve_AfterKillNine_AdoptsTheRunningPostgres()
    {
        int postmaster;
        using (var first = await RunningServer.ServeAsync(_data))
        {
            postmaster = _data.PostmasterId();
            first.Signal("KILL");
            await first.WaitForExitAsync();
        }

        Signals.IsRunning(postmaster).ShouldBeTrue("only the server was killed");
        using var second = await RunningServer.ServeAsync(_data);
        _data.PostmasterId().ShouldBe(postmaster);
        second.Output.ShouldContain($"Adopted the PostgreSQL (pid {postmaster})");
    }

    [Fact]
    public async Task Serve_AfterKillNineOfBoth_RecoversAndStarts()
    {
        using (var first = await RunningServer.ServeAsync(_data))
        {
            var postmaster = _data.PostmasterId();
            first.Signal("KILL");
            Signals.Send(postmaster, "KILL");
            await first.WaitForExitAsync();
        }

        using var second = await RunningServer.ServeAsync(_data);
        (await ServerProcess.RunAsync(["keys", "list", "--data-dir", _data.Path])).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Serve_PostgresKilledUnderIt_StaysAliveAndBecomesReadyAgain()
    {
        using var server = await RunningServer.ServeAsync(_data);
        using var http = new HttpClient();
        var killed = _data.PostmasterId();

        Signals.Send(killed, "KILL");

        await server.WaitUntilHealthIsAsync(HttpStatusCode.ServiceUnavailable);
        server.Output.ShouldNotContain("HealthChecks", Case.Sensitive, "the answer says it, not a log line for each probe");
        (await http.GetStringAsync(new Uri(server.Url + "/healthz/live"))).ShouldNotBeEmpty();
        await server.WaitUntilReadyAsync();
        _data.PostmasterId().ShouldNotBe(killed);
        server.Signal("TERM");
        (await server.WaitForExitAsync()).ShouldBe(0, server.Output);
    }

    [Fact]
    public async Task Serve_SecondOnTheSameDatabase_SaysSoAndEndsWithThree()
    {
        using var first = await RunningServer.ServeAsync(_data);
        var connection = _data.ConnectionString();

        var (code, output) = await ServerProcess.RunAsync(
            ["--data-dir", _data.In("other"), "--urls", "http://127.0.0.1:0"],
            ("ConnectionStrings__Batch", connection));

        code.ShouldBe(3, output);
        output.ShouldNotContain(new NpgsqlConnectionStringBuilder(connection).Password!);
        await first.WaitUntilReadyAsync(); // the first continues
    }

    [Fact]
    public async Task Serve_AddressTaken_SaysSoAndTouchesNothing()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        var (code, output) = await ServerProcess.RunAsync(["--data-dir", _data.Path, "--urls", url]);

        code.ShouldBe(5, output);
        output.ShouldContain(url);
        output.ShouldContain("--urls");
        Directory.Exists(_data.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task Serve_AfterKills_KeepsNoMembershipOfEarlierStarts()
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var start = 0; start < 3; start++)
        {
            using var killed = await RunningServer.ServeAsync(_data, ("ConnectionStrings__Batch", database.ConnectionString));
            await killed.KillAsync();
        }

        using var server = await RunningServer.ServeAsync(_data, ("ConnectionStrings__Batch", database.ConnectionString));

        (await database.ScalarAsync<long>("SELECT count(*) FROM orleans_batch_cluster.orleansmembershiptable")).ShouldBe(1);
        (await database.ScalarAsync<long>("SELECT count(*) FROM orleans_batch_cluster.orleansmembershipversiontable")).ShouldBe(1);
    }

    [Fact]
    public async Task Serve_AddressTakenByItself_LeavesTheDatabase()
    {
        await using var database = await TestDatabase.CreateAsync();
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        // Each is free when it is checked, before anything starts; the second one is not when everything else has started.
        var (code, output) = await ServerProcess.RunAsync(
            ["--data-dir", _data.Path, "--urls", $"http://127.0.0.1:{port};http://localhost:{port}"],
            ("ConnectionStrings__Batch", database.ConnectionString));

        code.ShouldBe(5, output);
        (await database.ScalarAsync<long>("SELECT count(*) FROM ingest_silo")).ShouldBe(0);
    }

    [Fact]
    public async Task Serve_NoPrograms_NamesThePackageAndEndsWithFour()
    {
        Directory.CreateDirectory(_data.In("empty"));

        var (code, output) = await ServerProcess.RunAsync(
            ["--data-dir", _data.Path, "--urls", "http://127.0.0.1:0", "--postgres-bin", _data.In("empty")],
            ("PATH", ""));

        code.ShouldBe(4, output);
        output.ShouldContain("apt-get install postgresql");
        output.ShouldContain("ConnectionStrings__Batch");
    }

    [Fact]
    public async Task Serve_DataOfAnotherMajorVersion_EndsWithFour()
    {
        Directory.CreateDirectory(_data.ClusterPath);
        await File.WriteAllTextAsync(_data.In("postgres", "PG_VERSION"), "13\n");

        var (code, output) = await ServerProcess.RunAsync(["--data-dir", _data.Path, "--urls", "http://127.0.0.1:0"]);

        code.ShouldBe(4, output);
        output.ShouldContain("PostgreSQL 13");
        Directory.EnumerateFileSystemEntries(_data.ClusterPath).ShouldHaveSingleItem();
    }

    // The server's ten seconds are for all of its end. On a machine that is too slow for that, it reports so, and PostgreSQL
    // continues to end.
    private async Task PostgresShouldHaveEndedAsync(RunningServer server)
    {
        var file = _data.In("postgres", "postmaster.pid");
        if (server.Output.Contains("it goes on ending by itself", StringComparison.Ordinal))
        {
            await Eventually.TrueAsync(() => Task.FromResult(!File.Exists(file)));
        }

        File.Exists(file).ShouldBeFalse("PostgreSQL ends with the server");
    }
}
