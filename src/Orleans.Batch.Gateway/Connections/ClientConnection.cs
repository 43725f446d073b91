using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Orleans.Batch.Gateway.Connections;

/// <summary>
/// One connection, as a feature of its requests. <see cref="ClientConnections"/> counts it until one of its requests has
/// carried a valid key or session. Its fields are guarded by that object's lock.
/// </summary>
internal sealed class ClientConnection
{
    private readonly ConnectionContext _transport;
    private readonly ClientConnections _owner;

    public ClientConnection(ConnectionContext transport, ClientConnections owner)
    {
        (_transport, _owner) = (transport, owner);
        RemoteAddress = (transport.RemoteEndPoint as IPEndPoint)?.Address;
        Node = new LinkedListNode<ClientConnection>(this);
    }

    public IPAddress? RemoteAddress { get; }

    /// <summary>Its place among the idle connections of its address.</summary>
    internal LinkedListNode<ClientConnection> Node { get; }

    /// <summary>How many of its requests are being served.</summary>
    internal int Requests { get; set; }

    /// <summary>Whether a whole request head has arrived.</summary>
    internal bool HasSpoken { get; set; }

    /// <summary>Whether it is counted as unauthenticated.</summary>
    internal bool IsCounted { get; set; }

    /// <summary>Whether it was accepted when all places but the reserve were taken.</summary>
    internal bool IsInReserve { get; set; }

    /// <summary>Whether it still holds a place of the reserve, which serves health checks alone.</summary>
    public bool TakesReserve => IsInReserve && (IsInReserve = _owner.IsCrowded);

    public void BeginRequest() => _owner.BeginRequest(this);

    public void EndRequest() => _owner.EndRequest(this);

    /// <summary>Records that a request carried a valid key or session.</summary>
    public void Authenticate() => _owner.Authenticate(this);

    public void EndIfSilent()
    {
        if (!HasSpoken)
        {
            Abort("No request arrived in time.");
        }
    }

    /// <summary>Ends it; one that has carried requests ends gracefully, so that a request in flight is still answered.</summary>
    public void End(string reason)
    {
        if (HasSpoken && _transport.Features.Get<IConnectionLifetimeNotificationFeature>() is { } lifetime)
        {
            lifetime.RequestClose();
        }
        else
        {
            Abort(reason);
        }
    }

    public void Abort(string reason) => _transport.Abort(new ConnectionAbortedException(reason));
}
