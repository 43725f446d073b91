namespace Orleans.Batch;

/// <content>Search, and what an agent is told.</content>
public partial interface IMemoryClient
{
    /// <summary>
    /// Searches a graph by words and names. What was just written is found at once, except in a graph that takes in
    /// thousands of episodes: there what the index does not have yet is found as far as it is the newest.
    /// </summary>
    ValueTask<GraphSearchResults> SearchAsync(
        ProjectId project, GraphTarget target, GraphSearch search, CancellationToken cancellationToken);

    /// <summary>
    /// A text for an agent that is about to answer in a thread: facts of the user's graph that have to do with its last
    /// messages, with the time each holds for, and the entities they are about.
    /// </summary>
    ValueTask<string> GetContextAsync(ProjectId project, string threadId, CancellationToken cancellationToken);
}
