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
    /// A text for an agent that is about to answer in a thread: what the user's graph has about its last messages. Facts with
    /// the time each holds for, the entities they are about, and what was said, with speaker and date.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="threadId">The thread.</param>
    /// <param name="templateId">The template that gives the text its form; null for the usual one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<string> GetContextAsync(
        ProjectId project, string threadId, string? templateId, CancellationToken cancellationToken);
}
