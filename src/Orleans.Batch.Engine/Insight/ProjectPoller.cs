using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Insight;

/// <summary>
/// Looks at projects that many share: one loop for each project that somebody watches, which ends when nobody does. Those
/// who watch wait for its word and keep nothing but the latest.
/// </summary>
/// <param name="look">Looks at a project.</param>
/// <param name="between">How long to rest between two looks; twice as long when nothing has changed.</param>
/// <param name="same">Whether a look shows nothing new.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of looks that failed.</param>
internal sealed partial class ProjectPoller<T>(
    Func<ProjectId, CancellationToken, ValueTask<T>> look, TimeSpan between, Func<T, T, bool> same, TimeProvider time, ILogger logger)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ProjectId, Watched> _projects = [];

    /// <summary>The latest look, and every later one that shows something new.</summary>
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
                using (ExecutionContext.SuppressFlow()) // it is not part of the request that happens to begin it
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
                // Whoever watches has the latest there is; the next look may do better.
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
