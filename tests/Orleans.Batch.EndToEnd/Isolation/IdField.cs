using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.Batch.EndToEnd.Isolation;

/// <summary>Where in a request an id stands.</summary>
internal enum IdPlace
{
    Path,
    Query,
    Body,
}

/// <summary>A field of a request that carries an id, or a list of ids.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Path">The names that lead to it; <see cref="Element"/> is an element of an array.</param>
/// <param name="IsUuid">Whether it is a UUID; otherwise it is an id that callers choose.</param>
/// <param name="IsList">Whether it is a list of ids.</param>
internal sealed record IdField(IdPlace Place, IReadOnlyList<string> Path, bool IsUuid, bool IsList)
{
    public const string Element = "[]";

    // Of these a request names one.
    private static readonly string[] Alternatives = ["graph_id", "user_id", "batch_id"];

    public string Name => Path[^1];

    /// <summary>Whether it names what the request works in: a graph, a user, a thread or a batch.</summary>
    public bool IsScope => Place == IdPlace.Path || Alternatives.Contains(Name) || Name == "thread_id";

    /// <summary>The field of that schema, or null where it carries no id.</summary>
    public static IdField? TryCreate(IdPlace place, IReadOnlyList<string> path, JsonElement schema)
    {
        var isList = schema.TryGetProperty("items", out var items);
        var isUuid = (isList ? items : schema).TryGetProperty("format", out var format) && format.GetString() == "uuid";
        var name = path[^1];
        string[] endings = ["_id", "_ids", "uuid", "uuids", "uuid_cursor"];
        return isUuid || endings.Any(e => name.EndsWith(e, StringComparison.Ordinal))
            ? new IdField(place, path, isUuid || name.Contains("uuid", StringComparison.Ordinal), isList)
            : null;
    }

    /// <summary>Puts an id into a body; what it replaces, and what contradicts it, is taken out.</summary>
    public void Set(JsonObject body, string id)
    {
        JsonNode at = body;
        foreach (var (name, next) in Path.Zip(Path.Skip(1)))
        {
            var child = name == Element ? at.AsArray().FirstOrDefault() : at[name];
            if (child is null)
            {
                child = next == Element ? new JsonArray() : new JsonObject();
                if (name == Element)
                {
                    at.AsArray().Add(child);
                }
                else
                {
                    at[name] = child;
                }
            }

            at = child;
        }

        if (Alternatives.Contains(Name))
        {
            foreach (var other in Alternatives)
            {
                at.AsObject().Remove(other);
            }
        }

        at[Name] = IsList ? new JsonArray(id) : id;
    }

    public override string ToString() => $"{Place} {string.Join('.', Path)}";
}
