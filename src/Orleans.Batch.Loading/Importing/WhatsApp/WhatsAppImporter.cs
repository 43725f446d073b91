using System.Text;

namespace Orleans.Batch.Loading;

/// <summary>Imports chats that WhatsApp exported as text: each message is an episode "Name: text" of one graph.</summary>
internal sealed class WhatsAppImporter(ImportSettings settings) : IImporter
{
    private const int LongestMessage = 1_000_000;

    private readonly DateReading _dates = new(null, settings.Zone);

    /// <inheritdoc/>
    public Task RunAsync(string path, ImportWriter writer, CancellationToken cancel)
    {
        var order = settings.DateFormat is { } given ? WhatsAppDateOrder.Parse(given) : (WhatsAppOrder?)null;
        using var files = SourceFiles.Open(path);
        var chats = files.IsOne ? files.All : [.. files.All.Where(f => f.Ends(".txt"))];
        writer.LeaveOut("media files", files.All.Count - chats.Count);
        if (chats.Count == 0)
        {
            throw new InvalidDataException($"{path} has no text of a chat (_chat.txt or \"WhatsApp Chat with ….txt\").");
        }

        if (settings.User is { } user)
        {
            writer.User("--user", user);
        }

        foreach (var chat in chats)
        {
            // In an archive of the iPhone every chat is named _chat.txt.
            var name = chat.Last == "_chat.txt" ? Path.GetFileNameWithoutExtension(path.TrimEnd('/')) : Path.GetFileNameWithoutExtension(chat.Last);
            var graph = settings.User is not null ? null : settings.Graph ?? SourceIds.FromName(name.StartsWith("WhatsApp", StringComparison.OrdinalIgnoreCase) ? name : "whatsapp " + name);
            if (graph is not null)
            {
                writer.Graph(chat.Name, graph, name);
            }

            Read(chat, order ?? WhatsAppDateOrder.Find(chat), new Target(graph, name), writer, cancel);
        }

        return Task.CompletedTask;
    }

    private void Read(SourceFile chat, WhatsAppOrder order, Target target, ImportWriter writer, CancellationToken cancel)
    {
        using var lines = new StreamReader(chat.Open());
        WhatsAppLine? current = null;
        var (first, number) = (0L, 0L);
        var text = new StringBuilder();
        var same = new Dictionary<string, int>();
        while (lines.ReadLine() is { } line)
        {
            number++;
            cancel.ThrowIfCancellationRequested();
            if (WhatsAppLine.Parse(line) is { } next)
            {
                Flush();
                (current, first) = (next, number);
                text.Append(next.Text);
            }
            else if (current is null)
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    writer.Reject($"{chat.Name}, line {number:N0}", line, "No message has begun before this line");
                }
            }
            else if (text.Length + line.Length <= LongestMessage)
            {
                text.Append('\n').Append(line);
            }
            else
            {
                writer.Reject($"{chat.Name}, line {number:N0}", line, $"The message that begins on line {first:N0} has more than {LongestMessage:N0} characters");
            }
        }

        Flush();

        void Flush()
        {
            if (current is { } message)
            {
                Add($"{chat.Name}, line {first:N0}", message, order, text.ToString(), target, same, writer);
                text.Clear();
            }
        }
    }

    private void Add(
        string place, WhatsAppLine line, WhatsAppOrder order, string text, Target target, Dictionary<string, int> same, ImportWriter writer)
    {
        if (line.Time(order) is not { } local || _dates.InZone(local) is not { } at)
        {
            writer.Reject(place, $"{line.Stamp} {line.Name}: {text}", $"\"{line.Stamp}\" is no date with the {WhatsAppDateOrder.Describe(order)}");
            return;
        }

        if (line.Name is not { } name)
        {
            writer.LeaveOut("notices of WhatsApp");
            return;
        }

        if (WhatsAppLine.LeftOut(text) is { } kind)
        {
            writer.LeaveOut(kind);
            return;
        }

        text = WhatsAppLine.Cleaned(text);

        // There are no ids, and equal messages in one minute are different ones: they are numbered.
        if (target.Last != line.Stamp)
        {
            same.Clear();
            target.Last = line.Stamp;
        }

        var id = SourceIds.Hash(target.Name, DateReading.Write(at), name, text);
        var count = same[id] = same.GetValueOrDefault(id) + 1;
        writer.Add(new(place, text)
        {
            Graph = target.Graph,
            User = settings.User,
            Type = "message",
            Prefix = $"{TextRules.Truncate(name, Limits.SpeakerNameLength)}: ",
            At = at,
            Id = $"whatsapp:{id}{(count > 1 ? $":{count}" : "")}",
            Description = target.Name,
        });
    }

    private sealed record Target(string? Graph, string Name)
    {
        public string Last { get; set; } = "";
    }
}
