using Orleans.Batch.Chaos.Model;
using Orleans.Batch.TestKit.Promise;

namespace Orleans.Batch.Chaos.Clients;

/// <summary>
/// Creates items and episodes. Each content carries a marker, so that its effect is attributed to one attempt. Their dates
/// are out of order and they concern few customers, so that the facts of one begin and end those of others.
/// </summary>
public sealed class ItemFactory(ClientContext client)
{
    private const int Customers = 40;
    private const int Minutes = 400 * 24 * 60;
    private const double OwnShare = 0.12;
    private const double MissingShare = 0.002;
    private const double BadShare = 0.03;
    private const double UndatedShare = 0.1;

    private static readonly DateTimeOffset Origin = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Creates an item of a batch, for the record and for the request.</summary>
    public (SentItem Sent, object Wire) NextItem(string marker)
    {
        var destination = NextDestination();
        var date = NextDate();
        if (destination.Type == DestinationType.Thread)
        {
            var said = Message(marker);
            return (
                new SentItem(said, destination.Id, null),
                new { type = "thread_message", thread_id = destination.Id, role = "user", name = "Kim", content = said, created_at = date });
        }

        var (type, data, failsWith) = NextData(marker, mayBeBad: true);
        return (
            new SentItem(data, destination.Id, failsWith),
            destination.Type == DestinationType.User
                ? new { type = "graph_episode", user_id = destination.Id, data_type = type, data, created_at = date }
                : new { type = "graph_episode", graph_id = destination.Id, data_type = type, data, created_at = date });
    }

    /// <summary>Data with a fact, without a fact, or, if allowed, invalid data.</summary>
    public (string Type, string Data, string? FailsWith) NextData(string marker, bool mayBeBad) => client.Chance.Next(10) switch
    {
        < 5 when mayBeBad && client.Happens(BadShare) => ("json", $$"""{"ticket":"{{marker}}","open":maybe}""", "invalid_json_data"),
        < 5 => ("json", Json(marker), null),
        < 7 => ("text", $"{marker} note. Kim works at {client.OneOf("Acme", "Globex", "Initech")}.", null),
        _ => ("text", SaysNothing(marker), null),
    };

    /// <summary>The data of an item that is JSON already.</summary>
    public string Json(string marker) =>
        $$"""{"id":"customer-{{client.Chance.Next(Customers)}}","plan":"{{client.OneOf("free", "team", "all")}}","ticket":"{{marker}}"}""";

    public string Message(string marker) => $"{marker} hello. I live in {client.OneOf("Porto", "Lisbon", "Faro")}.";

    /// <summary>Data without a fact: deleting an episode of it leaves nothing behind.</summary>
    public static string SaysNothing(string marker) => $"{marker} parcels go out at noon";

    public static bool SaysNothing(string content, string marker) => content == SaysNothing(marker);

    public string? NextDate() => client.Happens(UndatedShare)
        ? null
        : Origin.AddMinutes(client.Chance.Next(Minutes)).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Mostly a permanent destination, sometimes one of the client's own, rarely one that never existed.</summary>
    public Destination NextDestination()
    {
        var chance = client.Chance.NextDouble();
        return chance switch
        {
            < MissingShare => new Destination(DestinationType.Graph, $"missing-{client.History.NextMarker()}", null, isStable: false),
            < MissingShare + OwnShare when client.Own.Count > 0 => client.OneOf(client.Own),
            _ => client.OneOf(client.World.Destinations),
        };
    }
}
