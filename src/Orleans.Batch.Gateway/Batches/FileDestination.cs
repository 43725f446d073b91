using Orleans.Batch.Formats.Bodies;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>A user, graph or thread that a line of a file creates.</summary>
/// <param name="Line">The line.</param>
/// <param name="Type">Which of the three.</param>
/// <param name="Id">The caller's id.</param>
/// <param name="CreateAsync">Creates it.</param>
internal sealed record FileDestination(
    int Line, FileLineType Type, string Id, Func<DestinationClients, ProjectId, CancellationToken, Task> CreateAsync)
{
    /// <summary>Reads the line.</summary>
    /// <exception cref="BatchServiceException">The line is invalid; the exception holds its problems.</exception>
    public static FileDestination Parse(ReadOnlySpan<byte> line, int number, FileLineType type, UnknownFields unknown)
    {
        switch (type)
        {
            case FileLineType.User:
                var (userId, user) = UserBody.ParseNew(line, unknown);
                return new(number, type, userId, async (to, p, c) => await to.Users.CreateUserAsync(p, userId, user, c));
            case FileLineType.Graph:
                var (graphId, graph) = GraphBody.ParseNew(line, unknown);
                return new(number, type, graphId, async (to, p, c) => await to.Graphs.CreateGraphAsync(p, graphId, graph, c));
            default:
                var (threadId, owner) = ThreadBody.Parse(line, unknown);
                return new(number, type, threadId, async (to, p, c) => await to.Threads.CreateThreadAsync(p, threadId, owner, c));
        }
    }
}
