using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.Batch.EndToEnd.Isolation;

/// <summary>The place of an id in a request.</summary>
internal enum IdPlace
{
    Path,
    Query,
    Body,
}

/// <summary>A field of a request that carries an id, or a list of ids.</summary>
/// <param name="Place">Its place.</param>
/// <param name="Path">The names on the path to it; <see cref="Element"/> is an element of an array.</param>
/// <param name="IsUuid">Whether it is a UUID; otherwise callers choose it.</param>
/// <param name="IsList">Whether it is a list of ids.</param>
internal sealed record IdField(IdPlace Place, IReadOnlyList<string> Path, bool IsUuid, bool IsList)
{
    public const string Element = "[]";

    // A request names one of these.
    private static readonly string[] Alternatives = ["graph_id", "user_id", "batch_id", "graph_uuid", "user_uuid"];

    public string Name => Path[^1];

    /// <summary>Whether it names the scope of the request: a graph, a user, a thread, a batch or an import.</summary>
    public bool IsScope => Place == IdPlace.Path || Alternatives.Contains(Name) || Name is "thread_id" or "thread_uuid" or "template_uuid" or "import_id";

    /// <summary>The field of that schema, or null if it carries no id.</summary>
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

    /// <summary>Puts an id into a body, and removes what it replaces and what contradicts it.</summary>
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
