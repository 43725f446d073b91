using System.Globalization;
using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>
/// Imports an export of Slack into one graph: each message is an episode "Name: text", in the order of time across all
/// channels. Memory holds the users, the channels, and one day.
/// </summary>
internal sealed class SlackImporter(ImportSettings settings) : IImporter
{
    private static readonly string[] Spoken = ["bot_message", "me_message", "file_share", "thread_broadcast", "file_comment"];

    /// <inheritdoc/>
    public Task RunAsync(string path, ImportWriter writer, CancellationToken cancel)
    {
        using var files = SourceFiles.Open(path);
        var workspace = SlackWorkspace.Read(files, path);
        if (settings.User is { } user)
        {
            writer.User("--user", user);
        }
        else
        {
            writer.Graph("--graph", Graph, "Slack");
        }

        // The files of one day are in many folders; only together they are in order.
        foreach (var day in workspace.Days(files))
        {
            cancel.ThrowIfCancellationRequested();
            var messages = new List<(decimal At, SlackChannel Channel, string Place, JsonElement Message)>();
            foreach (var (file, channel) in day)
            {
                Read(file, channel, messages, writer);
            }

            foreach (var (at, channel, place, message) in messages.OrderBy(m => m.At))
            {
                Add(workspace, channel, place, message, (double)at, writer);
            }
        }

        return Task.CompletedTask;
    }

    private string Graph => settings.Graph ?? "slack";

    private void Read(SourceFile file, SlackChannel channel, List<(decimal At, SlackChannel Channel, string Place, JsonElement Message)> messages, ImportWriter writer)
    {
        using var items = new JsonItems(file.Open(), file.Name);
        foreach (var (number, message) in items.Read())
        {
            var place = $"{file.Name}, message {number:N0}";
            if (channel.IsPrivate && !settings.Private)
            {
                writer.LeaveOut("messages of private channels and direct messages (see --include-private)");
            }
            else if (!decimal.TryParse(message.Text("ts"), NumberStyles.Float, CultureInfo.InvariantCulture, out var at) || DateReading.FromUnix((double)at) is null)
            {
                writer.Reject(place, message, "It is no message of Slack: it has no ts");
            }
            else
            {
                messages.Add((at, channel, place, message));
            }
        }
    }

    private void Add(SlackWorkspace workspace, SlackChannel channel, string place, JsonElement message, double at, ImportWriter writer)
    {
        if (message.Text("subtype") is { } subtype && !Spoken.Contains(subtype))
        {
            writer.LeaveOut("notices of Slack (joined, left, renamed and so on)");
            return;
        }

        writer.LeaveOut("files", message.Elements("files").Count());
        var text = workspace.Plain(message.Text("text") ?? "");
        if (string.IsNullOrWhiteSpace(text))
        {
            writer.LeaveOut("messages without text");
            return;
        }

        var speaker = workspace.Speaker(message);
        var metadata = new Dictionary<string, string> { ["channel"] = channel.Name };
        if (message.Text("user") is { } id)
        {
            metadata["slack_user"] = id;
        }

        if (message.Text("thread_ts") is { } thread)
        {
            metadata["thread_ts"] = thread;
        }

        writer.Add(new(place, text)
        {
            Graph = settings.User is null ? Graph : null,
            User = settings.User,
            Type = "message",
            Prefix = $"{TextRules.Truncate(speaker, Limits.SpeakerNameLength)}: ",
            At = DateReading.FromUnix(at),
            Id = $"slack:{channel.Id}:{message.Text("ts")}",
            Description = $"Slack {channel.Shown}",
            Metadata = metadata,
        });
    }
}
