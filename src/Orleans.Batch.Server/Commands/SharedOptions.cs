using System.CommandLine;
using Orleans.Batch.Server.Settings;

namespace Orleans.Batch.Server.Commands;

/// <summary>The options of every command that needs the database.</summary>
internal static class SharedOptions
{
    public const string InstallOptionName = "--install-postgresql";

    public static readonly Option<string?> DataDirectory = CreateDataDirectoryOption();

    public static readonly Option<string?> PostgresBinaries = new("--postgres-bin")
    {
        Description = "Where initdb, pg_ctl and postgres are. Default: PATH and the usual places",
        HelpName = "DIR",
        Recursive = true,
    };

    public static readonly Option<bool> InstallPostgres = CreateInstallOption();

    /// <summary>The environment's settings, overridden by the options of the command line.</summary>
    public static ServerSettings Settings(ParseResult parsed)
    {
        var settings = ServerSettings.FromEnvironment();
        var given = parsed.GetValue(DataDirectory);
        return settings with
        {
            DataDirectory = given ?? settings.DataDirectory,
            IsDataDirectoryGiven = given is not null,
            PostgresBinaries = parsed.GetValue(PostgresBinaries) ?? settings.PostgresBinaries,
            InstallPostgres = parsed.GetValue(InstallPostgres),
        };
    }

    private static Option<string?> CreateDataDirectoryOption()
    {
        var option = new Option<string?>("--data-dir")
        {
            Description = "Where the private database and the secrets lie. Default: /var/lib/orleans-batch for root, " +
                "otherwise orleans-batch in $XDG_DATA_HOME or ~/.local/share",
            HelpName = "DIR",
            Recursive = true,
        };
        option.Validators.Add(result =>
        {
            // For example from a variable of a script that is not set.
            if (result.Tokens is [{ Value: var given }] && string.IsNullOrWhiteSpace(given))
            {
                result.AddError("--data-dir is empty. Give a directory, or leave the option out for the default.");
            }
        });
        return option;
    }

    private static Option<bool> CreateInstallOption()
    {
        var option = new Option<bool>(InstallOptionName)
        {
            Description = "Installs PostgreSQL's programs where none are found that fit: as root with apt-get (Debian, " +
                "Ubuntu), otherwise with npm into the data directory. Default: asks on a terminal",
            Recursive = true,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<bool>() && result.GetResult(PostgresBinaries) is not null)
            {
                result.AddError(
                    $"{InstallOptionName} and {PostgresBinaries.Name} contradict each other: nothing is installed where the " +
                    "directory of the programs is given. Leave one of them out.");
            }
        });
        return option;
    }
}
