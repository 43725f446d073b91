using System.Collections.Concurrent;
using System.Text.Json;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>
/// Asks the server which users, graphs and threads the UUIDs of a file name. Items are sent under ids, so that a line
/// is the same item by the UUID of its destination and by its id.
/// </summary>
internal static class UuidLookup
{
    /// <summary>Surveys a source, and once more if its UUIDs name objects with ids of their own.</summary>
    /// <param name="source">The source.</param>
    /// <param name="survey">Surveys it.</param>
    /// <param name="api">The server; called only if there are UUIDs.</param>
    /// <param name="limits">How many calls are made at once.</param>
    /// <param name="cancel">Ends the calls.</param>
    public static async Task SurveyAsync(
        FileItemSource source, Func<Task> survey, Func<Task<ApiClient>> api, LoadLimits limits, CancellationToken cancel)
    {
        await survey();
        if (source.Uuids.Unknown.Count > 0 && await FindAsync(await api(), source.Uuids, limits, cancel))
        {
            await survey();
        }
    }

    /// <summary>Looks up those that are not known. Those that do not exist stay so.</summary>
    /// <returns>Whether any names an object with an id of its own.</returns>
    public static async Task<bool> FindAsync(ApiClient api, FileUuids uuids, LoadLimits limits, CancellationToken cancel)
    {
        var found = new ConcurrentBag<(FileLineType Field, Guid Uuid, NamedObject Named)>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = limits.ConcurrentDestinations, CancellationToken = cancel };
        await Parallel.ForEachAsync(uuids.Unknown, options, async (asked, stop) =>
        {
            if (await FindAsync(api, asked.Field, asked.Uuid, stop) is { } named)
            {
                found.Add((asked.Field, asked.Uuid, named));
            }
        });
        foreach (var (field, uuid, named) in found)
        {
            uuids.Add(field, uuid, named);
        }

        return found.Any(static f => f.Named != FileUuids.ById(f.Field, f.Uuid));
    }

    private static async Task<NamedObject?> FindAsync(ApiClient api, FileLineType field, Guid uuid, CancellationToken cancel)
    {
        switch (field)
        {
            case FileLineType.Thread:
                return await GetAsync("threads") is { } thread ? Named("thread_id", thread) : null;
            case FileLineType.User:
                return await FindUserAsync(api, uuid, cancel);
            default:
                // A user's graph has two UUIDs: its own, and its user's.
                return await GetAsync("graphs") is not { } graph ? await FindUserAsync(api, uuid, cancel)
                    : Guid.TryParse(ApiResponse.Text(graph, "user_uuid"), out var user) ? await FindUserAsync(api, user, cancel)
                    : Named("graph_id", graph);
        }

        async Task<JsonElement?> GetAsync(string list) => await UuidLookup.GetAsync(api, list, uuid, cancel);

        NamedObject Named(string idField, JsonElement found) =>
            ApiResponse.Text(found, idField) is { Length: > 0 } id ? new NamedObject(field, id) : FileUuids.ById(field, uuid);
    }

    private static async Task<NamedObject?> FindUserAsync(ApiClient api, Guid uuid, CancellationToken cancel) =>
        await GetAsync(api, "users", uuid, cancel) is not { } user ? null
        : ApiResponse.Text(user, "user_id") is { Length: > 0 } id ? new NamedObject(FileLineType.User, id)
        : FileUuids.ById(FileLineType.User, uuid);

    private static async Task<JsonElement?> GetAsync(ApiClient api, string list, Guid uuid, CancellationToken cancel) =>
        await api.GetAsync($"../v4/{list}/{uuid}", cancel) is { Succeeded: true } answer ? answer.Body : null;
}
