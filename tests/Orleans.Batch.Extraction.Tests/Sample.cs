namespace Orleans.Batch.Extraction.Tests;

/// <summary>An item of the labeled samples, and its expected facts.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Kind">t: a text; u: a message of the user Anna; j: JSON.</param>
/// <param name="Content">The item.</param>
/// <param name="Expected">The expected facts.</param>
internal sealed record Sample(string Group, char Kind, string Content, IReadOnlyList<string> Expected)
{
    /// <summary>The extractor's result, without the marks for several objects at the same time.</summary>
    public IReadOnlyList<string> Extracted { get; } =
    [
        .. (Kind switch { 'j' => ExtractorOutput.ByJson(Content), 'u' => ExtractorOutput.ByMessage(Content), _ => ExtractorOutput.ByText(Content) })
            .Select(l => l.Replace("* |", " |", StringComparison.Ordinal)),
    ];

    /// <summary>Reads a file of samples.</summary>
    public static IReadOnlyList<Sample> ReadFile(string name)
    {
        var samples = new List<Sample>();
        var group = "";
        string? item = null;
        var expected = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Samples", name)).Append("== end"))
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                expected.Add(line.Trim());
                continue;
            }

            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (item is not null)
            {
                samples.Add(new Sample(group, item[0], item[2..], [.. expected]));
                expected.Clear();
                item = null;
            }

            if (line.StartsWith("== ", StringComparison.Ordinal))
            {
                group = line[3..];
            }
            else
            {
                item = line;
            }
        }

        return samples;
    }
}
