namespace Orleans.Batch.LocalPostgres;

/// <summary>Installs the distribution's packages (Debian, Ubuntu), as root.</summary>
/// <param name="aptGet">Where apt-get is.</param>
/// <param name="dataVersion">The major version that is needed; null for the distribution's own.</param>
/// <param name="directory">The data directory, which gets the output of a failed installation.</param>
internal sealed class AptSource(string aptGet, int? dataVersion, DataDirectory directory) : IProgramSource
{
    private static readonly Dictionary<string, string> WithoutQuestions = new(StringComparer.Ordinal)
    {
        ["DEBIAN_FRONTEND"] = "noninteractive",
        ["UCF_FORCE_CONFFOLD"] = "1",
        ["APT_LISTCHANGES_FRONTEND"] = "none",
    };

    private string Package => dataVersion is { } version ? $"postgresql-{version}" : "postgresql";

    private string Log => Path.Combine(directory.Root, "apt-get.log");

    public string Action =>
        $"install the package {Package} and those it needs with apt-get, and set create_main_cluster = false in {MainClusterSetting.Directory}, " +
        "so that the package creates no database cluster and starts no server";

    public async Task<bool> TryInstallAsync(Action<string> reportStep, CancellationToken cancellationToken)
    {
        reportStep("Updating the package lists with apt-get ...");

        // A failure does not stop the installation: the lists of another repository may be broken.
        var update = await RunAsync(["update", "-o", "APT::Update::Error-Mode=any"], cancellationToken);
        if (dataVersion is not null && !await HasPackageAsync(cancellationToken))
        {
            if (!update.Succeeded)
            {
                throw Failure("update its package lists", update);
            }

            File.Delete(Log);
            return false;
        }

        // It contains the setting below, and creates no cluster by itself.
        reportStep("Installing postgresql-common with apt-get ...");
        await InstallAsync("postgresql-common", update, cancellationToken);
        await MainClusterSetting.TurnOffAsync(cancellationToken);
        reportStep($"Installing PostgreSQL with apt-get ({Package}) ...");
        await InstallAsync(Package, update, cancellationToken);
        File.Delete(Log);
        return true;
    }

    private async Task<bool> HasPackageAsync(CancellationToken cancellationToken)
    {
        var aptCache = Executable.TryFind("apt-cache") ?? "apt-cache";
        return (await ExternalProgram.AskAsync([aptCache, "show", Package], cancellationToken)).Succeeded;
    }

    private async Task InstallAsync(string package, ProgramResult update, CancellationToken cancellationToken)
    {
        var result = await RunAsync(
            [
                "install", "--yes", "--no-install-recommends", "--no-upgrade", "--no-remove",
                "-o", "Dpkg::Options::=--force-confold", "-o", "DPkg::Lock::Timeout=60", package,
            ],
            cancellationToken);
        if (!result.Succeeded)
        {
            throw Failure($"install {package}", update.Succeeded ? result : result with { Output = $"{update.Tail}\n{result.Output}" });
        }
    }

    /// <summary>
    /// Runs apt-get to its end even on cancellation, since an interrupted dpkg must be repaired by hand. For the same
    /// reason it writes into a file: a pipe without a reader would end it if this process is killed.
    /// </summary>
    private async Task<ProgramResult> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var result = await ExternalProgram.RunAsync(
            ["/bin/sh", "-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", Log, aptGet, .. arguments], WithoutQuestions, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return result with { Output = await ReadLogAsync(cancellationToken) + result.Output };
    }

    private async Task<string> ReadLogAsync(CancellationToken cancellationToken) =>
        File.Exists(Log) ? await File.ReadAllTextAsync(Log, cancellationToken) : "";

    private PrivatePostgresException Failure(string what, ProgramResult result) => new(
        $"apt-get could not {what} (exit code {result.ExitCode}). Its last lines:\n{result.Tail}\n" +
        (result.Output.Contains("Could not get lock", StringComparison.Ordinal)
            ? "Another process is installing packages. Start again when it has ended."
            : $"Remove the cause and start again, or install PostgreSQL by hand. Its whole output is in {Log}."));
}
