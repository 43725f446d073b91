using System.ComponentModel;
using System.Globalization;
using System.Net.Sockets;

namespace Orleans.Batch;

/// <summary>
/// How many files and sockets this process may have open at once (<c>ulimit -n</c>). The runtime raises the soft limit
/// to the hard one when it starts, so the limit read here is the hard one.
/// </summary>
public static class OpenFileLimit
{
    /// <summary>
    /// The minimum that a process needs: <see cref="DefaultReserve"/> for itself, and some for its callers. Below half of it the
    /// runtime cannot load its own libraries, and reports them as missing.
    /// </summary>
    public const int Least = 640;

    /// <summary>
    /// The number that is kept from callers by default. An idle server has 300 open: libraries, pipes, timers. The connections to
    /// the database (92 with the default options), streams on disk (32) and webhook deliveries come on top.
    /// </summary>
    public const int DefaultReserve = 512;

    /// <summary>What to do about it, as text for an operator.</summary>
    public const string HowToRaise =
        "Raise it: ulimit -n 65536 in a shell, LimitNOFILE=65536 for systemd, --ulimit nofile=65536 for a container.";

    // The same on Linux and macOS.
    private const int MachineHasNone = 23; // ENFILE
    private const int ProcessHasNone = 24; // EMFILE

    private const string LimitsFile = "/proc/self/limits";
    private const string LimitsLine = "Max open files";

    /// <summary>The limit in force; null where there is none, or the operating system has no such file to read it from.</summary>
    public static int? Read()
    {
        try
        {
            return File.Exists(LimitsFile) ? Parse(File.ReadLines(LimitsFile)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The message for the operator when the limit is below <see cref="Least"/>; null where it is high enough.</summary>
    public static string? Refusal() => Read() is { } limit and < Least
        ? $"The limit of open files is {limit}, and at least {Least} are needed. {HowToRaise}"
        : null;

    /// <summary>Whether an exception, or an inner one, means that this process or the machine can open no more files and sockets.</summary>
    public static bool IsReached(Exception fault)
    {
        for (var e = fault; e is not null; e = e.InnerException)
        {
            if (e is SocketException { SocketErrorCode: SocketError.TooManyOpenSockets }
                or IOException { HResult: MachineHasNone or ProcessHasNone }
                or Win32Exception { NativeErrorCode: MachineHasNone or ProcessHasNone }
                || (e is AggregateException many && many.InnerExceptions.Any(IsReached)))
            {
                return true;
            }
        }

        return false;
    }

    internal static int? Parse(IEnumerable<string> limits)
    {
        // Max open files            1024                 524288               files
        var line = limits.FirstOrDefault(l => l.StartsWith(LimitsLine, StringComparison.Ordinal));
        var soft = line?[LimitsLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }
}
