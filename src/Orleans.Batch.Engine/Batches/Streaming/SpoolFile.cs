using Microsoft.Win32.SafeHandles;

namespace Orleans.Batch.Batches;

/// <summary>
/// A file that is gone with the process that holds it, however that ends, so that nothing is ever left to clean up:
/// it loses its name as soon as it is open (on Windows, where that cannot be, it is deleted when its handle is closed).
/// </summary>
internal static class SpoolFile
{
    public static SafeFileHandle Create(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, $"items-{Guid.NewGuid():N}.spool");
        if (OperatingSystem.IsWindows())
        {
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        }

        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        File.Delete(path);
        return file;
    }
}
