using System.Diagnostics;
using System.Globalization;
using Shouldly;

namespace Orleans.Batch.TestKit.Servers;

/// <summary>Real signals to real processes, by their number.</summary>
public static class Signals
{
    public static void Send(int processId, string signal)
    {
        using var kill = Process.Start(
            "kill", ["-" + signal, processId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits until a process, a child or not, is gone, or dead and not yet reaped.</summary>
    public static void WaitForEnd(int processId)
    {
        var began = Stopwatch.GetTimestamp();
        while (IsRunning(processId))
        {
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Eventually.MaxWait, $"process {processId} did not end");
            Thread.Sleep(1); // spinning would take the core that it needs to end
        }
    }

    /// <summary>Waits until nothing is left of a process that is not a child: its parent knows of its end.</summary>
    public static void WaitUntilReaped(int processId)
    {
        var began = Stopwatch.GetTimestamp();
        while (Path.Exists($"/proc/{processId}"))
        {
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Eventually.MaxWait, $"process {processId} did not end, or its parent did not reap it");
            Thread.Sleep(1);
        }
    }

    public static bool IsRunning(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Length > 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
