using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Orleans.Batch.Watching;

namespace Orleans.Batch.Insight;

/// <summary>
/// Shared polling of projects: one loop for each watched project. Watchers wait for its snapshots and keep only the
/// latest.
/// </summary>
internal sealed partial class ProjectPoller<T>
    where T : class
{
    private readonly Func<ProjectId, CancellationToken, ValueTask<T>> _look;
    private readonly TimeSpan _between;
    private readonly Func<T, T, bool> _same;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WatchedObjects<ProjectId, WatchedProject> _projects;

    /// <summary>Polls only while there are watchers.</summary>
    /// <param name="look">Reads a snapshot of a project.</param>
    /// <param name="between">The pause between two polls; twice as long when nothing has changed.</param>
    /// <param name="same">Whether a snapshot equals the previous one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Logs failed polls.</param>
    public ProjectPoller(
        Func<ProjectId, CancellationToken, ValueTask<T>> look, TimeSpan between, Func<T, T, bool> same, TimeProvider time, ILogger logger)
    {
        (_look, _between, _same, _time, _logger) = (look, between, same, time, logger);
        _projects = new(PollAsync);
    }

    /// <summary>The latest snapshot, and every later one that differs.</summary>
    public async IAsyncEnumerable<T> WatchAsync(ProjectId project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = _projects.Enter(project, () => new WatchedProject(project));
        T? told = null;
        while (true)
        {
            var now = watch.Target.Snapshots.Now;
            if (now.Value is { } seen && !ReferenceEquals(seen, told))
            {
                told = seen;
                yield return seen;
            }
            else
            {
                await now.Next.WaitAsync(cancellationToken);
            }
        }
    }

    private async Task PollAsync(WatchedProject watched, CancellationToken unwatched)
    {
        while (!unwatched.IsCancellationRequested)
        {
            var rest = _between * 2;
            try
            {
                var seen = await _look(watched.Project, unwatched);
                if (watched.Snapshots.Now.Value is not { } before || !_same(before, seen))
                {
                    watched.Snapshots.Publish(seen);
                    rest = _between;
                }
            }
            catch (Exception e) when (!unwatched.IsCancellationRequested)
            {
                // Watchers keep the latest snapshot; the next poll may succeed.
                LogLookFailed(e, typeof(T).Name, watched.Project.Value);
            }

            await Task.Delay(rest, _time, unwatched);
        }
    }

    [LoggerMessage(1302, LogLevel.Warning, "Looking at the {What} of project {Project} failed; those who watch wait")]
    private partial void LogLookFailed(Exception e, string what, long project);

    private sealed record WatchedProject(ProjectId Project)
    {
        public Latest<T> Snapshots { get; } = new();
    }
}
