using System.Diagnostics;

namespace Orleans.Batch.TestKit.PostgreSql;

/// <summary>
/// A shell that waits for the end of this process, in every case, and then ends PostgreSQL and removes its files.
/// </summary>
public static class TestPostgresReaper
{
    // It reads from a pipe that only the death of this process closes. Ctrl-C reaches the whole group: the shell must outlive it.
    private const string Script =
        """
        exec >/dev/null 2>&1
        trap '' INT TERM HUP
        cat
        pid=$(head -n 1 "$0/postgres/postmaster.pid")
        kill -QUIT "$pid"
        for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" || break; sleep 0.2; done
        rm -rf "$0"
        """;

    public static void Watch(string dataDirectory)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // the files remain in the temporary directory there
        }

        var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script, dataDirectory])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => shell?.StandardInput.Close();
    }
}
