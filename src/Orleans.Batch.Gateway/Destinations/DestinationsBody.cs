using System.Globalization;
using Orleans.Batch.Formats.Bodies;
using Orleans.Batch.Gateway.Graphs;

namespace Orleans.Batch.Gateway.Destinations;

/// <summary>The body that creates users, graphs and threads: lists of the bodies that create one each.</summary>
internal static class DestinationsBody
{
    // Problems of an entry have its position.
    private static readonly ListLimit Limit = new(Limits.DestinationsPerCall, IsIndexed: true);

    public static BodyTable<NewDestinations> Table { get; } =
        new BodyTable<NewDestinations>("CreateDestinationsRequest", "Users, graphs and threads to create, 1 to 5,000 in all.")
            .List<NewUser>(
                "users",
                "Users, created first.",
                ValueSchema.Of(UserBody.Table),
                ReadUser,
                static (ref d, v) => d = d with { Users = v ?? [] },
                Limit)
            .List<NewGraph>(
                "graphs",
                "Standalone graphs.",
                ValueSchema.Of(GraphBody.Table),
                ReadGraph,
                static (ref d, v) => d = d with { Graphs = v ?? [] },
                Limit)
            .List<NewThread>(
                "threads",
                "Threads, created last: each may name a user of this call.",
                ValueSchema.Of(ThreadBody.Table),
                ReadThread,
                static (ref d, v) => d = d with { Threads = v ?? [] },
                Limit)
            .Uuid(
                "import_id",
                "The import that creates them: undoing it removes them again, if nothing else uses them.",
                static (ref d, v) => d = d with { ImportId = v })
            .Check(static (ref cursor, ref d, in _) => CheckCount(ref cursor, d.Count));

    public static NewDestinations Parse(ReadOnlySpan<byte> body) => Table.Parse(body, new NewDestinations([], [], []));

    // Entries with problems are added, too, so that all are counted; a body with problems is refused.
    private static void ReadUser(ref JsonCursor cursor, string field, List<NewUser> users)
    {
        var user = new UserBody.Draft();
        Read(ref cursor, field, UserBody.Table, "a user", ref user);
        users.Add(new(user.UserId ?? "", user.Fields));
    }

    private static void ReadGraph(ref JsonCursor cursor, string field, List<NewGraph> graphs)
    {
        var graph = new GraphBody.Draft();
        Read(ref cursor, field, GraphBody.Table, "a graph", ref graph);
        graphs.Add(new(graph.GraphId ?? "", graph.Fields));
    }

    private static void ReadThread(ref JsonCursor cursor, string field, List<NewThread> threads)
    {
        var thread = default(ThreadBody.Draft);
        Read(ref cursor, field, ThreadBody.Table, "a thread", ref thread);
        threads.Add(new(thread.ThreadId ?? "", thread.UserId ?? ""));
    }

    private static void Read<T>(ref JsonCursor cursor, string field, BodyTable<T> table, string what, ref T draft)
    {
        var first = cursor.Problems.Listed.Count;
        table.Read(ref cursor, null, what, ref draft);
        cursor.Problems.Place(first, field, cursor.Index!.Value);
    }

    private static void CheckCount(ref JsonCursor cursor, int count)
    {
        if (count == 0 && cursor.Problems.Count == 0)
        {
            cursor.Add(null, ErrorCodes.Required, "users, graphs and threads must hold at least one entry together");
        }
        else if (count > Limits.DestinationsPerCall)
        {
            cursor.Add(null, ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture,
                $"at most {Limits.DestinationsPerCall} users, graphs and threads can be created in one call, got {count}; send them in several calls"));
        }
    }
}
