using System.Text;

namespace Orleans.Batch.Loading;

/// <summary>Imports a folder of Markdown into one graph: each file is a document, cut into episodes at its headings and paragraphs.</summary>
internal sealed class MarkdownImporter(ImportSettings settings) : IImporter
{
    private const int LargestFile = 64 * 1024 * 1024;

    private static readonly string[] Extensions = [".md", ".markdown", ".mdown", ".mdx"];

    private readonly DateReading _dates = new(settings.DateFormat, settings.Zone);

    /// <inheritdoc/>
    public Task RunAsync(string path, ImportWriter writer, CancellationToken cancel)
    {
        using var files = SourceFiles.Open(path);
        var documents = files.All.Where(f => (files.IsOne || Array.Exists(Extensions, f.Ends)) && !IsHidden(f.Name)).ToList();
        writer.LeaveOut("files that are not Markdown", files.All.Count - documents.Count);
        if (documents.Count == 0)
        {
            throw new InvalidDataException($"{path} has no Markdown ({string.Join(", ", Extensions)}).");
        }

        var graph = settings.User is null ? settings.Graph ?? SourceIds.FromName(NameOf(path)) : null;
        if (graph is null)
        {
            writer.User("--user", settings.User!);
        }
        else
        {
            writer.Graph("--graph", graph);
        }

        foreach (var file in documents)
        {
            cancel.ThrowIfCancellationRequested();
            Add(file, graph, writer);
        }

        return Task.CompletedTask;
    }

    private static string NameOf(string path) => Directory.Exists(path)
        ? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) : Path.GetFileNameWithoutExtension(path);

    // Editors keep their own files in folders such as .obsidian and .trash.
    private static bool IsHidden(string name) => name.Split('/').Any(p => p.StartsWith('.'));

    private void Add(SourceFile file, string? graph, ImportWriter writer)
    {
        if (Read(file) is not { } text)
        {
            writer.Reject(file.Name, "", $"It is not UTF-8 text, or larger than {LargestFile >> 20} MiB");
            return;
        }

        var page = MarkdownPage.Parse(text);
        var at = (page.Date ?? MarkdownPage.DateOfName(file.Last)) is { } date ? _dates.Read(date) ?? DateReading.FromIso(date) : null;
        if (page.Date is { } written && at is null)
        {
            writer.Reject(file.Name, written, $"\"{TextRules.Truncate(written, 100)}\" in its front matter is no date; see --date-format");
            return;
        }

        writer.Group(at ?? DateTimeOffset.MinValue);
        var title = page.Title ?? Path.GetFileNameWithoutExtension(file.Last);
        var number = 0;
        foreach (var section in page.Sections)
        {
            number++;
            if (string.IsNullOrWhiteSpace(section.Text))
            {
                continue;
            }

            writer.Add(new($"{file.Name}, line {section.Line:N0}", section.Text)
            {
                Graph = graph,
                User = settings.User,
                Prefix = section.Heading.Length > 0 ? $"{TextRules.Truncate(section.Heading, ImportSettings.LeastChunkSize)}\n\n" : "",
                At = at,
                Id = "markdown:" + SourceIds.Hash(file.Name, section.Heading),
                PiecesByContent = true,
                Description = file.Name,
                Document = "md-" + SourceIds.Hash(file.Name),
                Metadata = new Dictionary<string, string> { ["file"] = file.Name, ["title"] = title },
            });
        }

        if (number == 0)
        {
            writer.LeaveOut("empty files");
        }
    }

    private static string? Read(SourceFile file)
    {
        using var content = file.Open();
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        while (content.Read(buffer) is > 0 and var read)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > LargestFile)
            {
                return null;
            }
        }

        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
