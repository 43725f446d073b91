using Microsoft.AspNetCore.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Batches;

/// <summary>Translates the destinations of items between UUIDs and the service's ids, with one look-up for all items.</summary>
internal static class ItemDestinations
{
    /// <summary>Divides new items into those whose destination exists and the others.</summary>
    /// <returns>Both, and the destinations of the first.</returns>
    public static async ValueTask<ResolvedItems> ResolveAsync(
        HttpContext http, IDirectoryClient directory, IReadOnlyList<NewItem> items)
    {
        var uuids = items.Select(static i => i.Destination).Distinct().ToArray();
        var found = (await directory.FindByUuidAsync(http.Project(), uuids, http.RequestAborted)).ToLookup(static a => a.Uuid);
        var accepted = new List<NewBatchItem>(items.Count);
        var rejected = new List<RejectedBatchItem>();
        for (var i = 0; i < items.Count; i++)
        {
            if (found[items[i].Destination].FirstOrDefault(items[i].Fits) is { } address)
            {
                accepted.Add(items[i].To(address));
            }
            else
            {
                rejected.Add(Reject(i, items[i]));
            }
        }

        return new ResolvedItems(accepted, rejected, Finder(found.SelectMany(static a => a)));
    }

    /// <summary>Describes items with the UUIDs of their destinations.</summary>
    public static async ValueTask<BatchItemObject[]> DescribeAsync(
        HttpContext http, IDirectoryClient directory, IReadOnlyList<BatchItem> items)
    {
        if (items.Count == 0)
        {
            return [];
        }

        return Describe(items, await FindAsync(http, directory, items));
    }

    /// <summary>Finds the destinations of items: null for one that no longer exists.</summary>
    public static async ValueTask<Func<BatchItem, ObjectAddress?>> FindAsync(
        HttpContext http, IDirectoryClient directory, IEnumerable<BatchItem> items)
    {
        var keys = items.Select(KeyOf).Distinct().ToLookup(static k => k.Kind, static k => k.Id);
        var ids = new ObjectIds([.. keys[AddressKind.User]], [.. keys[AddressKind.Thread]], [.. keys[AddressKind.Graph]]);
        return Finder(await directory.FindByIdAsync(http.Project(), ids, http.RequestAborted));
    }

    /// <summary>Describes items with their destinations.</summary>
    public static BatchItemObject[] Describe(IReadOnlyList<BatchItem> items, Func<BatchItem, ObjectAddress?> destinations) =>
        [.. items.Select(i => BatchItemObject.From(i, destinations(i)))];

    // A user's graph may have been found by both UUIDs; the service names it by the user.
    private static Func<BatchItem, ObjectAddress?> Finder(IEnumerable<ObjectAddress> addresses)
    {
        var found = new Dictionary<(AddressKind Kind, string Id), ObjectAddress>();
        foreach (var address in addresses)
        {
            found[(address.Kind == AddressKind.UserGraph ? AddressKind.User : address.Kind, address.Id)] = address;
        }

        return item => found.GetValueOrDefault(KeyOf(item));
    }

    private static (AddressKind Kind, string Id) KeyOf(BatchItem item) => item switch
    {
        { ThreadId: { } thread } => (AddressKind.Thread, thread),
        { GraphId: { } graph } => (AddressKind.Graph, graph),
        _ => (AddressKind.User, item.UserId ?? ""),
    };

    private static RejectedBatchItem Reject(int index, NewItem item)
    {
        var what = item.DestinationField[..item.DestinationField.IndexOf('_', StringComparison.Ordinal)];
        return new RejectedBatchItem(
            index,
            item.Input,
            new ErrorObject(ErrorCodes.NotFound, $"there is no {what} {item.Destination}") { Param = item.DestinationField });
    }
}
