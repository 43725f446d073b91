using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orleans.Batch.Loading;

/// <summary>A channel or conversation, whose messages are in a folder.</summary>
/// <param name="Id">Slack's id of it.</param>
/// <param name="Name">Its name; for direct messages the id.</param>
/// <param name="IsPrivate">Whether not every member of the workspace may read it.</param>
internal sealed record SlackChannel(string Id, string Name, bool IsPrivate)
{
    /// <summary>The name for readers.</summary>
    public string Shown => IsPrivate ? Name : "#" + Name;
}

/// <summary>The users and channels of an export.</summary>
internal sealed partial class SlackWorkspace
{
    private static readonly (string File, bool IsPrivate)[] Lists =
        [("channels.json", false), ("groups.json", true), ("mpims.json", true), ("dms.json", true)];

    private readonly Dictionary<string, string> _users = [];
    private readonly Dictionary<string, SlackChannel> _channels = [];

    /// <summary>Reads the lists of an export.</summary>
    /// <exception cref="InvalidDataException">It is no export of Slack.</exception>
    public static SlackWorkspace Read(SourceFiles files, string path)
    {
        var workspace = new SlackWorkspace();
        var any = false;
        foreach (var user in Elements(files, "users.json", ref any))
        {
            if (user.Text("id") is { } id)
            {
                var profile = user.Field("profile");
                workspace._users[id] = First(profile.Text("display_name"), profile.Text("real_name"), user.Text("real_name"), user.Text("name"), id);
            }
        }

        foreach (var (file, isPrivate) in Lists)
        {
            foreach (var channel in Elements(files, file, ref any))
            {
                if (channel.Text("id") is { } id)
                {
                    // Folders have the name, those of direct messages the id.
                    var name = First(channel.Text("name"), id);
                    workspace._channels.TryAdd(name, new(id, name, isPrivate || channel.True("is_private")));
                }
            }
        }

        return any ? workspace : throw new InvalidDataException($"{path} is no export of Slack: it has no channels.json and no users.json.");
    }

    /// <summary>The files of messages, those of each day together, in the order of the days.</summary>
    public IEnumerable<IGrouping<string, (SourceFile File, SlackChannel Channel)>> Days(SourceFiles files) => files.All
        .Where(f => f.Folder.Length > 0 && DayName().IsMatch(f.Last))
        .GroupBy(f => f.Last, f => (f, _channels.TryGetValue(f.Folder, out var known) ? known : Unknown(f.Folder)))
        .OrderBy(d => d.Key, StringComparer.Ordinal);

    /// <summary>The name of a message's speaker.</summary>
    public string Speaker(JsonElement message)
    {
        var profile = message.Field("user_profile");
        return message.Text("user") is { } id && _users.TryGetValue(id, out var name) ? name
            : First(
                message.Text("username"), profile.Text("display_name"), profile.Text("real_name"), message.Field("bot_profile").Text("name"),
                message.Text("user"), message.Text("bot_id"), "unknown");
    }

    /// <summary>A text without Slack's markup: mentions as names, links as their text and address.</summary>
    public string Plain(string text) => Markup().Replace(text, Replace)
        .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    private static IEnumerable<JsonElement> Elements(SourceFiles files, string name, ref bool any)
    {
        if (files.All.FirstOrDefault(f => f.Last == name) is not { } file)
        {
            return [];
        }

        any = true;
        using var items = new JsonItems(file.Open(), file.Name);
        return [.. items.Read().Select(i => i.Value)];
    }

    // A folder that no list names may be anything, so it counts as private when its name is that of a direct message.
    private static SlackChannel Unknown(string folder) => new(folder, folder, DirectName().IsMatch(folder));

    private static string First(params string?[] names) => names.First(n => !string.IsNullOrWhiteSpace(n))!.Trim();

    private string Replace(Match match)
    {
        var (kind, target, label) = (match.Groups["kind"].Value, match.Groups["target"].Value, match.Groups["label"].Value);
        return kind switch
        {
            "@" => "@" + (_users.TryGetValue(target, out var user) ? user : label.Length > 0 ? label : target),
            "#" => "#" + (label.Length > 0 ? label : _channels.Values.FirstOrDefault(c => c.Id == target)?.Name ?? target),
            "!" => "@" + (label.Length > 0 ? label.TrimStart('@') : target),
            _ => label.Length > 0 && label != target ? $"{label} ({target})" : target,
        };
    }

    [GeneratedRegex("<(?<kind>[@#!]?)(?<target>[^|<>]+)(\\|(?<label>[^<>]*))?>", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Markup();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}\.json$", RegexOptions.None, 1_000)]
    private static partial Regex DayName();

    [GeneratedRegex("^(D[A-Z0-9]{6,}|G[A-Z0-9]{6,}|mpdm-.+)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex DirectName();
}
