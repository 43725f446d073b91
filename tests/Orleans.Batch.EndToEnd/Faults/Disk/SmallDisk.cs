using System.Diagnostics;

namespace Orleans.Batch.EndToEnd.Faults.Disk;

/// <summary>A data directory on a file system of its own, so small that it fills up.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk()
    {
    }

    public TemporaryDataDirectory Data { get; } = new();

    /// <summary>Mounts it; null where that is not permitted.</summary>
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

    /// <summary>Makes it larger, with everything on it.</summary>
    public void Grow(int megabytes) =>
        Run("mount", "-o", $"remount,size={megabytes}m", Data.Path).ShouldBeTrue("the file system cannot be made larger");

    public long FreeBytes => new DriveInfo(Data.Path).AvailableFreeSpace;

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
