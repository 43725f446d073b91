namespace Orleans.Batch;

/// <summary>
/// Search in graphs, and context for agents. Calls are confined to <see cref="ProjectId"/>; refusals are <see
/// cref="BatchServiceException"/>.
/// </summary>
public interface ISearchClient
{
    /// <summary>
    /// Searches a graph by words and names. New data is found at once, except in a graph that ingests thousands of
    /// episodes: there, of the data that the index does not have yet, only the newest is found.
    /// </summary>
    ValueTask<GraphSearchResults> SearchAsync(
        ProjectId project, GraphTarget target, GraphSearch search, CancellationToken cancellationToken);

    /// <summary>
    /// A text for an agent that is about to answer in a thread: facts of the user's graph related to its last messages,
    /// with the time each holds for, and the entities they are about.
    /// </summary>
    ValueTask<string> GetContextAsync(ProjectId project, string threadId, CancellationToken cancellationToken);
}
