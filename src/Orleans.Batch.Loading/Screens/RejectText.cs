using Spectre.Console;

namespace Orleans.Batch.Loading;

/// <summary>The first rejected lines as text: where, which field, why, the content, and what to do.</summary>
internal static class RejectText
{
    private const int ShownLines = 10;
    private const int ShownCharacters = 100;

    /// <summary>Writes them.</summary>
    public static void Write(IAnsiConsole console, RejectsFile rejects)
    {
        foreach (var line in rejects.First.Take(ShownLines))
        {
            var field = line.Problem.Field.Length > 0 && !line.Problem.Message.StartsWith(line.Problem.Field, StringComparison.Ordinal)
                ? $"{line.Problem.Field}: " : "";
            var remedy = line.Remedy.Length > 0 ? $"; {line.Remedy}" : "";
            console.WriteLine($"  {line.Place}: {field}{line.Problem.Message.TrimEnd('.')}{remedy}");
            if (line.Content.Length > 0)
            {
                console.WriteLine($"    {Excerpt(line.Content)}");
            }
        }

        if (rejects.Count > ShownLines)
        {
            console.WriteLine($"  and {rejects.Count - ShownLines:N0} more");
        }
    }

    // Control characters would change the terminal.
    private static string Excerpt(string content)
    {
        var shown = content.Length > ShownCharacters ? content[..ShownCharacters] + "…" : content;
        return string.Concat(shown.Select(c => char.IsControl(c) ? ' ' : c));
    }
}
