using Orleans.Batch.Chaos.Api;
using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Clients;

/// <summary>Creates and deletes graphs, users and threads.</summary>
public sealed class DestinationCalls(ClientContext client)
{
    private const int Most = 6;

    private int _made;

    public async Task CreateAsync()
    {
        var users = client.Own.Where(d => d.Type == DestinationType.User).ToArray();
        var type = users.Length == 0 ? client.OneOf(DestinationType.Graph, DestinationType.User) : client.OneOf(Enum.GetValues<DestinationType>());
        var user = type == DestinationType.Thread ? client.OneOf(users) : null;
        var destination = new Destination(type, $"own-{client.Name}-{_made++}", user, isStable: false);
        client.History.Record(destination);
        await CreateAsync(destination);
        if (destination.Creates.Any(c => c.MayBeDone) && client.Own.Count < Most)
        {
            client.Own.Add(destination);
        }
    }

    /// <summary>Creates a destination, with the marker of each attempt in it.</summary>
    public async Task<ApiResponse> CreateAsync(Destination destination)
    {
        var (_, request, answer) = await client.WriteAsync(
            key =>
            {
                var (kind, path, body) = Body(destination, client.History.NextMarker());
                var write = new Write(kind, Marker(body), key);
                destination.Creating(write);
                return (write, ApiRequest.Post(path, body));
            },
            takesKey: false);

        // Created by an attempt whose answer was lost, or refused because the user of a thread does not exist.
        var mayExist = destination.Creates.SkipLast(1).Any(c => c.MayBeDone);
        client.Expect(
            request,
            answer,
            mayExist ? "already_exists" : "",
            destination.User is { MayBeAbsent: true } ? "not_found" : "");
        return answer;
    }

    public async Task DeleteAsync()
    {
        if (client.Own.Count == 0)
        {
            return;
        }

        var destination = client.OneOf(client.Own);
        if (destination.Type == DestinationType.User)
        {
            // Its threads are deleted with it.
            foreach (var thread in client.Own.Where(d => d.User == destination).ToArray())
            {
                client.Own.Remove(thread);
            }
        }

        client.Own.Remove(destination);
        var wasAbsent = destination.MayBeAbsent;
        var (kind, path) = destination.Type switch
        {
            DestinationType.Graph => (Calls.DeleteGraph, "graph"),
            DestinationType.User => (Calls.DeleteUser, "users"),
            _ => (Calls.DeleteThread, "threads"),
        };
        var (_, request, answer) = await client.WriteAsync(
            key =>
            {
                var write = new Write(kind, client.History.NextMarker(), key);
                destination.Deleting(write);
                return (write, ApiRequest.Delete($"{path}/{destination.Id}"));
            },
            takesKey: false);
        var mayBeGone = wasAbsent || destination.Deletes.SkipLast(1).Any(d => d.MayBeDone);
        client.Expect(request, answer, mayBeGone ? "not_found" : "");
    }

    private static (string Kind, string Path, Dictionary<string, string> Body) Body(Destination destination, string marker) =>
        destination.Type switch
        {
            DestinationType.Graph => (Calls.CreateGraph, "graph/create", new() { ["graph_id"] = destination.Id, ["name"] = marker }),
            DestinationType.User => (Calls.CreateUser, "users", new() { ["user_id"] = destination.Id, ["first_name"] = marker }),
            _ => (Calls.CreateThread, "threads", new() { ["thread_id"] = destination.Id, ["user_id"] = destination.User!.Id }),
        };

    // A thread has no field for the marker.
    private static string Marker(Dictionary<string, string> body) =>
        body.GetValueOrDefault("name") ?? body.GetValueOrDefault("first_name") ?? body["thread_id"];
}
