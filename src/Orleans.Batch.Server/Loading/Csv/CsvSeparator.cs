namespace Orleans.Batch.Server.Loading.Csv;

/// <summary>
/// What separates a file's columns: whatever stands most often in its first line, of comma, semicolon and tab. No
/// name of a field has one of them, so the header tells without guessing.
/// </summary>
internal static class CsvSeparator
{
    private const string Known = ",;\t";

    /// <summary>The separator of this file.</summary>
    public static char Of(string path)
    {
        using var text = new StreamReader(FileContent.Open(path, out _));
        var header = text.ReadLine();
        return Known.MaxBy(c => header.AsSpan().Count(c));
    }
}
