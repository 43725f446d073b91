using System.Text.Json;
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

    private static bool IsSame(JsonElement first, JsonElement again) => JsonElement.DeepEquals(first, again);
}
