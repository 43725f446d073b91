using System.Diagnostics;

namespace Orleans.Batch.EndToEnd.Faults.Disk;

/// <summary>A data directory on its own file system, so small that it fills up.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk()
    {
    }

    public TemporaryDataDirectory Data { get; } = new();

    /// <summary>Mounts it; null if that is not permitted.</summary>
    public static SmallDisk? TryMount(int megabytes)
    {
        var disk = new SmallDisk();
        Directory.CreateDirectory(disk.Data.Path);
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0755", "tmpfs", disk.Data.Path))
        {
            return disk;
        }

        disk.Data.Dispose();
        return null;
    }

    /// <summary>Enlarges it and keeps its content.</summary>
    public void Grow(int megabytes) =>
        Run("mount", "-o", $"remount,size={megabytes}m", Data.Path).ShouldBeTrue("the file system cannot be made larger");

    public long FreeBytes => new DriveInfo(Data.Path).AvailableFreeSpace;

    /// <summary>Fills the remaining space, to the last byte, until the result is disposed.</summary>
    public IDisposable Fill()
    {
        var filling = new FileStream(Data.In($"filling-{Guid.NewGuid():N}"), FileMode.Create, FileAccess.Write, FileShare.None, 4_096, FileOptions.DeleteOnClose);
        try
        {
            var block = new byte[4_096];
            while (true)
            {
                filling.Write(block);
                filling.Flush();
            }
        }
        catch (IOException)
        {
            return filling;
        }
    }

    /// <summary>Ends every session of PostgreSQL, as pg_terminate_backend does, without a session of its own.</summary>
    public void EndSessions()
    {
        var postmaster = Data.PostmasterId();
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                if (IsSession(process.Id, postmaster))
                {
                    Signals.Send(process.Id, "TERM");
                }
            }
        }
    }

    public void Dispose()
    {
        if (File.Exists(Data.In("postgres", "postmaster.pid")))
        {
            var postmaster = Data.PostmasterId();
            Signals.Send(postmaster, "QUIT");
            Signals.WaitForEnd(postmaster);
        }

        Run("umount", "--lazy", Data.Path);
        Data.Dispose();
    }

    // Sessions are the children with an address in their title.
    private static bool IsSession(int id, int postmaster)
    {
        try
        {
            return File.ReadAllLines($"/proc/{id}/status").Contains($"PPid:\t{postmaster}", StringComparer.Ordinal)
                && File.ReadAllText($"/proc/{id}/cmdline") is var title
                && (title.Contains("[local]", StringComparison.Ordinal) || title.Contains("127.0.0.1", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false; // the process has ended
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // there is no such program
        }
    }
}
