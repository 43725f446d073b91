using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Server.Settings;

namespace Orleans.Batch.Server.Databases;

/// <summary>Names the database that a command uses.</summary>
internal static class UsedDatabase
{
    /// <summary>The private database by its directory, an external one by its address; never with a password.</summary>
    public static string Describe(ServerSettings settings) => settings.ConnectionString is { } own
        ? $"the database of ConnectionStrings__Batch ({OperatorDatabase.Describe(own)})"
        : $"the data directory {settings.DataDirectoryText}";

    /// <summary>Writes it to standard error, because scripts read the standard output of commands.</summary>
    public static Task ReportAsync(ServerSettings settings) => Console.Error.WriteLineAsync($"Using {Describe(settings)}.");
}
