using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Orleans.Batch.Server.Tests;

/// <summary>Invalid settings of a cluster: one clear line, an exit code, nothing changed.</summary>
public sealed class ClusterSettingsTests : IDisposable
{
    private const string UnreachableDatabase = "Host=127.0.0.1;Port=1;Username=batch;Database=none;Timeout=1";

    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("worker", "'worker'; say gateway, batch, realtime")]
    [InlineData("batch,worker", "'batch,worker'; say gateway, batch, realtime")]
    [InlineData("none", "'none'; say gateway, batch, realtime")]
    [InlineData("8", "'8'; say gateway, batch, realtime")]
    public async Task Roles_ThatThereAreNot_AreRefused(string roles, string said) =>
        await RefusedAsync(2, said, ["--roles", roles], ("ConnectionStrings__Batch", UnreachableDatabase));

    [Theory]
    [InlineData("--roles", "batch")]
    [InlineData("--cluster-address", "127.0.0.1")]
    public async Task Member_WithoutADatabase_IsRefused(string option, string value) =>
        await RefusedAsync(2, "set ConnectionStrings__Batch", [option, value]);

    [Fact]
    public async Task Address_ThatIsNone_IsRefused() => await RefusedAsync(
        2, "'db.example' is no IP address", ["--cluster-address", "db.example"], ("ConnectionStrings__Batch", UnreachableDatabase));

    [Fact]
    public async Task Address_OfAnotherMachine_IsRefused() => await RefusedAsync(
        5, "Give an address of this machine", ["--cluster-address", "192.0.2.1"], ("ConnectionStrings__Batch", UnreachableDatabase));

    [Theory]
    [InlineData("127.0.0.1:70000")]
    [InlineData("127.0.0.1:0")]
    public async Task Port_ThatIsNone_IsRefused(string address) => await RefusedAsync(
        2, "SiloPort must be between 1 and 65535", ["--cluster-address", address], ("ConnectionStrings__Batch", UnreachableDatabase));

    [Fact]
    public async Task Port_ThatIsTaken_IsNamedWithItsSetting()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await RefusedAsync(
            5, "--cluster-address ADDRESS:PORT (Cluster:SiloPort)", ["--cluster-address", $"127.0.0.1:{port}"], ("ConnectionStrings__Batch", UnreachableDatabase));
        await RefusedAsync(
            5, "Cluster:ClientPort", ["--roles", "batch"],
            ("ConnectionStrings__Batch", UnreachableDatabase), ("Cluster__SiloPort", $"{FreePorts.Next()}"), ("Cluster__ClientPort", $"{port}"));
    }

    [Fact]
    public async Task ClusterId_OfAnotherClusterOnTheDatabase_IsRefused()
    {
        using var first = await RunningServer.ServeAsync(_data);
        var connection = new NpgsqlConnectionStringBuilder(_data.ConnectionString());

        var (code, output) = await ServerProcess.RunAsync(
            ["--cluster-address", $"127.0.0.1:{FreePorts.Next()}", "--urls", "http://127.0.0.1:0"],
            ("ConnectionStrings__Batch", connection.ConnectionString), ("Cluster__ClientPort", $"{FreePorts.Next()}"));

        code.ShouldBe(3, output);
        output.ShouldContain($"process {first.Id} on");
        output.ShouldNotContain(connection.Password!);
        await first.WaitUntilReadyAsync();
    }

    private async Task RefusedAsync(int exitCode, string said, string[] arguments, params (string Name, string? Value)[] environment)
    {
        var (code, output) = await ServerProcess.RunAsync(["--data-dir", _data.In("new"), .. arguments], environment);

        code.ShouldBe(exitCode, output);
        output.ShouldContain(said);
        output.Trim().Split('\n').Length.ShouldBe(1, output);
        Directory.Exists(_data.In("new")).ShouldBeFalse();
    }
}
