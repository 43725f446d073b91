using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Insight;

/// <summary>
/// Shared polling of projects: one loop for each watched project, which ends with its last watcher. Watchers wait for
/// its snapshots and keep only the latest.
/// </summary>
/// <param name="look">Reads a snapshot of a project.</param>
/// <param name="between">The pause between two polls; twice as long when nothing has changed.</param>
/// <param name="same">Whether a snapshot equals the previous one.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs failed polls.</param>
internal sealed partial class ProjectPoller<T>(
    Func<ProjectId, CancellationToken, ValueTask<T>> look, TimeSpan between, Func<T, T, bool> same, TimeProvider time, ILogger logger)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ProjectId, Watched> _projects = [];

    /// <summary>The latest snapshot, and every later one that differs.</summary>
    public async IAsyncEnumerable<T> WatchAsync(ProjectId project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watched = Enter(project);
        try
        {
            T? told = null;
            while (true)
            {
                var now = watched.Now;
                if (now.Seen is { } seen && !ReferenceEquals(seen, told))
                {
                    told = seen;
                    yield return seen;
                }
                else
                {
                    await now.Next.Task.WaitAsync(cancellationToken);
                }
            }
        }
        finally
        {
            lock (_lock)
            {
                watched.Watchers--;
            }
        }
    }

    private Watched Enter(ProjectId project)
    {
        lock (_lock)
        {
            if (!_projects.TryGetValue(project, out var watched))
            {
                _projects.Add(project, watched = new Watched());
                using (ExecutionContext.SuppressFlow()) // the loop is not part of the request that starts it
                {
                    _ = Task.Run(() => PollAsync(project, watched), CancellationToken.None);
                }
            }

            watched.Watchers++;
            return watched;
        }
    }

    private async Task PollAsync(ProjectId project, Watched watched)
    {
        while (IsWatched(project, watched))
        {
            var rest = between * 2;
            try
            {
                var seen = await look(project, CancellationToken.None);
                if (watched.Now.Seen is not { } before || !same(before, seen))
                {
                    watched.Publish(seen);
                    rest = between;
                }
            }
            catch (Exception e)
            {
                // Watchers keep the latest snapshot; the next poll may succeed.
                LogLookFailed(e, typeof(T).Name, project.Value);
            }

            await Task.Delay(rest, time, CancellationToken.None);
        }
    }

    private bool IsWatched(ProjectId project, Watched watched)
    {
        lock (_lock)
        {
            return watched.Watchers > 0 || !_projects.Remove(project);
        }
    }

    [LoggerMessage(1302, LogLevel.Warning, "Looking at the {What} of project {Project} failed; those who watch wait")]
    private partial void LogLookFailed(Exception e, string what, long project);

    private sealed class Watched
    {
        private Moment _now = new(null);

        public int Watchers { get; set; }

        public Moment Now => Volatile.Read(ref _now);

        public void Publish(T seen)
        {
            var before = _now;
            Volatile.Write(ref _now, new Moment(seen));
            before.Next.TrySetResult();
        }
    }

    private sealed record Moment(T? Seen)
    {
        public TaskCompletionSource Next { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
