namespace Orleans.Batch.Gateway;

/// <summary>
/// What separates a file's columns: whatever stands most often in its first line, of comma, semicolon and tab. No
/// name of a field has one of them, so the header tells without guessing.
/// </summary>
internal static class CsvSeparator
{
    private const string Known = ",;\t";

    /// <summary>The separator, by the beginning of the content.</summary>
    public static char Detect(Stream beginning)
    {
        using var text = new StreamReader(beginning, leaveOpen: true);
        var header = text.ReadLine();
        return Known.MaxBy(c => header.AsSpan().Count(c));
    }
}
