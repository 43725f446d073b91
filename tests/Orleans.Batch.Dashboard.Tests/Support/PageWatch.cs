namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>
/// All complaints and requests of a browser window: console messages (which include violations of the
/// content-security policy), script errors, failed requests, and every address.
/// </summary>
public sealed class PageWatch
{
    private readonly List<string> _complaints = [];
    private readonly List<string> _addresses = [];
    private readonly List<string> _forgiven = [];

    private PageWatch()
    {
    }

    /// <summary>The requested addresses, in order.</summary>
    public IReadOnlyList<string> Addresses
    {
        get
        {
            lock (_addresses)
            {
                return [.. _addresses];
            }
        }
    }

    public static PageWatch Over(IBrowserContext context)
    {
        var watch = new PageWatch();
        context.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning")
            {
                watch.Complain($"console, {said.Type}: {said.Text} ({said.Location})");
            }
        };
        context.WebError += (_, fault) => watch.Complain($"fault of a script: {fault.Error}");
        context.Request += (_, request) =>
        {
            lock (watch._addresses)
            {
                watch._addresses.Add(request.Url);
            }
        };
        context.RequestFailed += (_, request) =>
        {
            // Leaving a page cancels its pending requests and streams.
            if (request.Failure != "net::ERR_ABORTED")
            {
                watch.Complain($"request failed: {request.Method} {request.Url}: {request.Failure}");
            }
        };
        return watch;
    }

    /// <summary>Ignores complaints with this text, which a test causes on purpose.</summary>
    public void Forgive(string text)
    {
        lock (_complaints)
        {
            _forgiven.Add(text);
        }
    }

    /// <summary>Fails if there was a complaint or a request to another host.</summary>
    public void ShouldBeClean(string url)
    {
        lock (_complaints)
        {
            _complaints.Where(c => !_forgiven.Exists(f => c.Contains(f, StringComparison.Ordinal))).ShouldBeEmpty();
        }

        Addresses
            .Where(a => !a.StartsWith(url + "/", StringComparison.Ordinal) && !a.StartsWith("data:", StringComparison.Ordinal))
            .ShouldBeEmpty("no other host is requested");
    }

    private void Complain(string text)
    {
        lock (_complaints)
        {
            _complaints.Add(text);
        }
    }
}
