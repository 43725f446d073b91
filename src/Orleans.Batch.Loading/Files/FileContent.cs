namespace Orleans.Batch.Loading;

/// <summary>Opens a load file for one pass, unpacking gzip by its first two bytes, regardless of the name.</summary>
internal static class FileContent
{
    /// <summary>The content, to be read once from front to back; <paramref name="position"/> returns the position in the file.</summary>
    public static Stream Open(string path, out Func<double> position)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var total = Math.Max(1, file.Length);
        position = () => file.CanRead ? (double)file.Position / total : 1;
        Span<byte> magic = stackalloc byte[2];
        var gzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        file.Position = 0;
        return gzip ? new GzipReadStream(file, path) : file;
    }
}
