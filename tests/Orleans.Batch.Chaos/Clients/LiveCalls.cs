using System.Text.Json;
using Orleans.Batch.Chaos.Api;
using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Clients;

/// <summary>Makes live writes (<c>graph.add</c> and <c>thread.add_messages</c>) and deletes episodes.</summary>
public sealed class LiveCalls(ClientContext client, ItemFactory items)
{
    private const int MostMessages = 3;
    private const int MostKnown = 200;

    /// <summary>Episodes that this client wrote and has not deleted.</summary>
    private readonly List<(Guid Episode, string Content, bool SaysNothing)> _known = [];

    public async Task AddAsync()
    {
        var destination = NextDestination();
        var (write, request, answer) = await client.WriteAsync(
            key =>
            {
                var marker = client.History.NextMarker();
                var (type, data, _) = items.NextData(marker, mayBeBad: false);
                object body = destination.Type == DestinationType.User
                    ? new { user_id = destination.Id, type, data, created_at = items.NextDate() }
                    : new { graph_id = destination.Id, type, data, created_at = items.NextDate() };
                return (Record(new LiveWrite(Calls.AddLive, marker, key, destination, [data])), ApiRequest.Post("graph", body));
            },
            takesKey: true);
        Learn(write, request, answer, a => [a.GetProperty("uuid").GetGuid()]);
    }

    public async Task AddMessagesAsync()
    {
        var threads = client.Own.Concat(client.World.Destinations).Where(d => d.Type == DestinationType.Thread).ToArray();
        var destination = client.OneOf(threads);
        var (write, request, answer) = await client.WriteAsync(
            key =>
            {
                var marker = client.History.NextMarker();
                var contents = Enumerable.Range(0, client.Chance.Next(1, MostMessages + 1)).Select(i => items.Message($"{marker}-{i}")).ToArray();
                var messages = contents.Select(content => new { role = "user", name = "Kim", content, created_at = items.NextDate() });
                return (
                    Record(new LiveWrite(Calls.AddMessages, marker, key, destination, contents)),
                    ApiRequest.Post($"threads/{destination.Id}/messages", new { messages }));
            },
            takesKey: true);
        Learn(write, request, answer, a => [.. a.GetProperty("message_uuids").EnumerateArray().Select(m => m.GetGuid())]);
    }

    /// <summary>Reads an episode that was acknowledged and not deleted.</summary>
    public async Task GetEpisodeAsync()
    {
        if (_known.Count == 0)
        {
            return;
        }

        var (episode, content, _) = client.OneOf(_known);
        var answer = await client.ReadAsync(Calls.GetEpisode, ApiRequest.Get($"graph/episodes/{episode}"));
        if (answer.Attempt is { Outcome: Outcome.Refused, Status: not 503 })
        {
            client.History.Violate(ViolationKind.Lost, $"episode {episode} was acknowledged, and reading it is answered {answer.Attempt}");
        }
        else if (answer.IsDone && answer.Body.GetProperty("content").GetString() != content)
        {
            client.History.Violate(ViolationKind.Lost, $"episode {episode} says '{answer.Body.GetProperty("content")}', not '{content}'");
        }
    }

    /// <summary>Deletes an episode without facts, so that no fact is deleted with it.</summary>
    public async Task DeleteEpisodeAsync()
    {
        var index = _known.FindIndex(k => k.SaysNothing);
        if (index < 0)
        {
            return;
        }

        var (episode, _, _) = _known[index];
        _known.RemoveAt(index);
        var mayBeGone = false;
        var (write, request, answer) = await client.WriteAsync(
            key =>
            {
                var delete = new Write(Calls.DeleteEpisode, client.History.NextMarker(), key);
                client.History.RecordDelete(episode, delete);
                return (delete, ApiRequest.Delete($"graph/episodes/{episode}"));
            },
            takesKey: false,
            judge: a =>
            {
                mayBeGone |= a.Attempt.Outcome == Outcome.Unknown;
                return a.Attempt.Outcome;
            });
        client.Expect(request, answer, "episode_pending", mayBeGone ? "not_found" : "");
    }

    // A refusal that a client may get: the destination is its own, and may not exist.
    private void Learn(LiveWrite write, ApiRequest request, ApiResponse answer, Func<JsonElement, Guid[]> episodes)
    {
        var mayBeAbsent = write.Destination.MayBeAbsent;
        client.Expect(request, answer, mayBeAbsent ? "not_found" : "");
        if (!answer.IsDone)
        {
            return;
        }

        write.Episodes = episodes(answer.Body);
        if (write.Episodes.Count != write.Contents.Count)
        {
            client.History.Violate(ViolationKind.Answer, $"{write}: {write.Contents.Count} episodes were sent, {answer.Body}");
        }

        if (write.Key is not null)
        {
            client.Keyed.Add(new KeyedCall(write, request, answer, null));
        }

        if (write.Destination.IsStable && _known.Count < MostKnown)
        {
            _known.AddRange(write.Episodes.Zip(write.Contents, (e, c) => (e, c, ItemFactory.SaysNothing(c, write.Marker))));
        }
    }

    private Destination NextDestination()
    {
        Destination destination;
        do
        {
            destination = items.NextDestination();
        }
        while (destination.Type == DestinationType.Thread);
        return destination;
    }

    private LiveWrite Record(LiveWrite write)
    {
        client.History.Record(write);
        return write;
    }
}
