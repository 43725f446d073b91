using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Dashboard;

/// <summary>An item's payload as fields of a form: texts, empty where there is none.</summary>
public sealed record ItemFormFields
{
    /// <summary>The payload.</summary>
    public required string Content { get; init; }

    /// <summary>graph, user or thread.</summary>
    public required string TargetKind { get; init; }

    /// <summary>The destination's id.</summary>
    public required string Target { get; init; }

    /// <summary>The reference time.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>Episode: text, json or message.</summary>
    public required string DataType { get; init; }

    /// <summary>Message: the role.</summary>
    public required string Role { get; init; }

    /// <summary>Message: the speaker.</summary>
    public required string Name { get; init; }

    /// <summary>Episode: where it comes from.</summary>
    public required string SourceDescription { get; init; }

    /// <summary>A JSON object.</summary>
    public required string Metadata { get; init; }

    internal static ItemFormFields From(NewBatchItem item) => new()
    {
        Content = item.Content,
        TargetKind = item.ThreadId is not null ? "thread" : item.GraphId is not null ? "graph" : "user",
        Target = item.ThreadId ?? item.GraphId ?? item.UserId ?? "",
        CreatedAt = item.CreatedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture) ?? "",
        DataType = item.DataType is { } type ? BatchDisplay.WireName(type) : "",
        Role = item.Role is { } role ? BatchDisplay.WireName(role) : "",
        Name = item.Name ?? "",
        SourceDescription = item.SourceDescription ?? "",
        Metadata = item.Metadata?.Value ?? "",
    };

    internal static ItemFormFields From(IFormCollection form) => new()
    {
        Content = Lines(form["content"].ToString()),
        TargetKind = form["target_kind"].ToString(),
        Target = form["target"].ToString().Trim(),
        CreatedAt = form["created_at"].ToString().Trim(),
        DataType = form["data_type"].ToString(),
        Role = form["role"].ToString(),
        Name = form["name"].ToString(),
        SourceDescription = form["source_description"].ToString(),
        Metadata = form["metadata"].ToString().Trim(),
    };

    /// <summary>Returns the changes: the fields that differ from the item.</summary>
    internal ItemChanges ChangesTo(NewBatchItem item)
    {
        var (was, problems, given) = (From(item), new ProblemList(), ItemFields.None);
        var isMessage = item.Kind == ItemKind.ThreadMessage;

        bool Differs(string now, string before, ItemFields field)
        {
            if (now == before)
            {
                return false;
            }

            given |= field;
            return true;
        }

        // Browsers send every line end as two characters; such a difference alone is no change.
        var content = Differs(Content, Lines(was.Content), isMessage ? ItemFields.Content : ItemFields.Data) ? Content : null;
        var target = TargetKind + "\n" + Target;
        Differs(target, was.TargetKind + "\n" + was.Target, TargetKind switch
        {
            "thread" => ItemFields.ThreadId,
            "graph" => ItemFields.GraphId,
            _ => ItemFields.UserId,
        });
        var changes = new ItemChanges
        {
            Given = ItemFields.None,
            Content = isMessage ? content : null,
            Data = isMessage ? null : content,
            ThreadId = TargetKind == "thread" ? Target : null,
            GraphId = TargetKind == "graph" ? Target : null,
            UserId = TargetKind == "user" ? Target : null,
            CreatedAt = Differs(CreatedAt, was.CreatedAt, ItemFields.CreatedAt) ? DateOf(CreatedAt, problems) : null,
            DataType = !isMessage && Differs(DataType, was.DataType, ItemFields.DataType) && EnumNames<DataType>.TryParse(DataType, out var type) ? type : null,
            Role = isMessage && Differs(Role, was.Role, ItemFields.Role) && EnumNames<RoleType>.TryParse(Role, out var role) ? role : null,
            Name = isMessage && Differs(Name, was.Name, ItemFields.Name) && Name.Length > 0 ? Name : null,
            SourceDescription = !isMessage && Differs(SourceDescription, was.SourceDescription, ItemFields.SourceDescription) && SourceDescription.Length > 0
                ? SourceDescription
                : null,
            Metadata = Differs(Metadata, was.Metadata, ItemFields.Metadata) ? MetadataOf(Metadata, problems) : null,
        };
        return problems.Count == 0 ? changes with { Given = given } : throw BatchServiceException.Invalid(problems.Listed[0].Message, problems);
    }

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private static DateTimeOffset? DateOf(string text, ProblemList problems)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var at))
        {
            return at;
        }

        problems.Add(null, "created_at", ErrorCodes.InvalidDate, "created_at must be a date like 2026-03-01T09:30:00Z");
        return null;
    }

    private static JsonText? MetadataOf(string text, ProblemList problems)
    {
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return new JsonText(text);
        }
        catch (JsonException)
        {
            problems.Add(null, "metadata", ErrorCodes.MalformedJson, "metadata is not JSON");
            return null;
        }
    }
}
