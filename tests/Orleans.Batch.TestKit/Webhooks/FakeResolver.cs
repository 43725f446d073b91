using System.Net;
using System.Net.Sockets;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.TestKit.Webhooks;

/// <summary>Name servers whose answers a test decides: the answers for a name in turn, the last one forever.</summary>
public sealed class FakeResolver : IHostResolver
{
    private readonly Dictionary<string, Queue<IPAddress[]>> _names = [];

    public int Asked { get; private set; }

    public FakeResolver With(string name, params string[][] answers)
    {
        _names[name] = new(answers.Select(a => a.Select(IPAddress.Parse).ToArray()));
        return this;
    }

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        lock (_names)
        {
            Asked++;
            if (IPAddress.TryParse(host, out var address))
            {
                return new([address]);
            }

            var answers = _names.GetValueOrDefault(host) ?? throw new SocketException((int)SocketError.HostNotFound);
            return new(answers.Count > 1 ? answers.Dequeue() : answers.Peek());
        }
    }
}
