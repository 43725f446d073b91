using Microsoft.Extensions.Logging.Console;

namespace Orleans.Batch.Server.Serving;

/// <summary>One line an entry, the service's from Information on, the framework's from Warning on.</summary>
internal static class ServerLogging
{
    /// <summary>The default levels, where the operator's configuration sets none.</summary>
    public static readonly IReadOnlyDictionary<string, string?> DefaultLevels = new Dictionary<string, string?>
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:System"] = "Warning",
        ["Logging:LogLevel:Npgsql"] = "Warning",
        ["Logging:LogLevel:Orleans"] = "Warning",
        ["Logging:LogLevel:Orleans.Batch"] = "Information",

        // At each start it recommends another choice than the one made here.
        ["Logging:LogLevel:Orleans.Runtime.Silo"] = "Error",

        // At each start it warns of a check that has not completed since the start of the machine.
        ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",

        // Each request without the secret would log a line.
        ["Logging:LogLevel:Orleans.Batch.Server.Operators"] = "Warning",

        // Orleans places grains through it, and it logs two lines at Information for each grain.
        ["Logging:LogLevel:Polly"] = "Warning",
    };

    public static void AddServerConsole(this ILoggingBuilder logging) =>
        logging.AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.UseUtcTimestamp = true;
            o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            o.ColorBehavior = LoggerColorBehavior.Default;
        });

    /// <summary>The logging before there is a host.</summary>
    public static ILoggerFactory CreateFactory() => LoggerFactory.Create(l => l.AddServerConsole());

    /// <summary>The logging of commands, whose standard output is for their result.</summary>
    public static ILoggerFactory CreateForCommands() => LoggerFactory.Create(l =>
    {
        l.SetMinimumLevel(LogLevel.Warning);
        l.AddServerConsole();
        l.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
    });
}
