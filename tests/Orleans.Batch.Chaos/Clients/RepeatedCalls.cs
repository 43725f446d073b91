using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Batch.Chaos.Api;
using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Clients;

/// <summary>Uses an Idempotency-Key again: with the same body, and with another one.</summary>
public sealed class RepeatedCalls(ClientContext client)
{
    private const int MostRemembered = 100;

    /// <summary>The repeated call must give the first answer and change nothing.</summary>
    public async Task RepeatAsync()
    {
        if (Choose() is not { } call)
        {
            return;
        }

        var answer = await client.AttemptAsync(call.Write, call.Request);
        var mayBeGone = call.Batch is { } batch && OwnBatches.MayBeDeleted(batch);
        client.Expect(call.Request, answer, mayBeGone ? "not_found" : "", call.Write is LiveWrite { Destination.IsStable: false } ? "not_found" : "");
        if (answer.IsDone && (!answer.IsReplayed || !IsSame(call.Answer.Body, answer.Body)))
        {
            client.History.Violate(
                ViolationKind.Answer,
                $"{call.Request} again with key {call.Write.Key}: replayed {answer.IsReplayed}, {answer.Body}, but first {call.Answer.Body}");
        }
    }

    /// <summary>Another body with a used key must be refused.</summary>
    public async Task MisuseAsync()
    {
        if (Choose() is not { Write: LiveWrite { Kind: Calls.AddLive } first } call)
        {
            return;
        }

        var marker = client.History.NextMarker();
        var content = ItemFactory.SaysNothing(marker);
        var other = new LiveWrite(Calls.AddLive, marker, first.Key, first.Destination, [content]);
        client.History.Record(other);
        object body = first.Destination.Type == DestinationType.User
            ? new { user_id = first.Destination.Id, type = "text", data = content }
            : new { graph_id = first.Destination.Id, type = "text", data = content };
        var answer = await client.AttemptAsync(other, ApiRequest.Post("graph", body));
        client.Expect(call.Request, answer, "idempotency_mismatch");
        if (answer.IsDone)
        {
            client.History.Violate(ViolationKind.Answer, $"key {first.Key} was used with another body and was answered {answer.Attempt}");
        }
    }

    private KeyedCall? Choose()
    {
        while (client.Keyed.Count > MostRemembered)
        {
            client.Keyed.RemoveAt(0);
        }

        return client.Keyed.Count == 0 ? null : client.OneOf(client.Keyed);
    }

    private bool IsSame(JsonElement first, JsonElement again)
    {
        if (first.ValueKind != JsonValueKind.Array || again.ValueKind != JsonValueKind.Array)
        {
            return JsonElement.DeepEquals(first, again);
        }

        return first.GetArrayLength() == again.GetArrayLength()
            && first.EnumerateArray().Zip(again.EnumerateArray()).All(items => IsSameItem(items.First, items.Second));
    }

    // The identities of a destination are in the answer while it exists: one that was created or deleted since has none in one of the two.
    private bool IsSameItem(JsonElement first, JsonElement again)
    {
        if (JsonElement.DeepEquals(first, again))
        {
            return true;
        }

        if (client.History.Destinations.FirstOrDefault(d => IsOf(first, d)) is not { IsStable: false } destination)
        {
            return false;
        }

        var (one, other) = (JsonObject.Create(first)!, JsonObject.Create(again)!);
        string[] identities = destination.Type == DestinationType.Thread ? ["graph_uuid", "user_uuid", "user_id"] : ["graph_uuid", "user_uuid"];
        foreach (var name in identities.Where(n => one.ContainsKey(n) != other.ContainsKey(n)))
        {
            one.Remove(name);
            other.Remove(name);
        }

        return JsonNode.DeepEquals(one, other);
    }

    private static bool IsOf(JsonElement item, Destination destination)
    {
        var field = destination.Type switch
        {
            DestinationType.Graph => "graph_id",
            DestinationType.User => "user_id",
            _ => "thread_id",
        };
        var isMessage = item.TryGetProperty("thread_id", out _);
        return isMessage == (destination.Type == DestinationType.Thread)
            && item.TryGetProperty(field, out var id)
            && id.GetString() == destination.Id;
    }
}
