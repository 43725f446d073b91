using System.Collections.Frozen;

namespace Orleans.Batch.Webhooks;

/// <summary>
/// Ports on which webhooks are received. A server that posts to other services' ports gives access to them, so below
/// 1024 only the web's ports are open, and above it those of well-known services are closed.
/// </summary>
internal static class PortRules
{
    private const int FirstFreePort = 1024;

    private static readonly FrozenSet<int> Services = new[]
    {
        1080, // SOCKS
        1433, 1434, // SQL Server
        1521, // Oracle
        1719, 1720, 1723, // H.323, PPTP
        1883, // MQTT
        2049, // NFS
        2181, // ZooKeeper
        2375, 2376, // Docker
        2379, 2380, // etcd
        3128, // Squid
        3306, // MySQL
        3389, // RDP
        4222, // NATS
        4369, // Erlang's port mapper
        5060, 5061, // SIP
        5222, 5269, // XMPP
        5432, 6432, // PostgreSQL, PgBouncer
        5671, 5672, // AMQP
        5900, // VNC
        5984, // CouchDB
        5985, 5986, // WinRM
        6000, // X11
        6379, // Redis
        6443, // Kubernetes
        6566, // SANE
        6665, 6666, 6667, 6668, 6669, 6697, // IRC
        7000, 7001, 9042, 9160, // Cassandra
        8125, // StatsD
        9092, // Kafka
        9100, // printers
        9200, 9300, // Elasticsearch
        10250, 10255, // kubelet
        11111, 30000, // Orleans
        11211, // Memcached
        27017, 27018, 27019, // MongoDB
    }.ToFrozenSet();

    public static bool IsOpen(int port) =>
        port is 80 or 443 || (port is >= FirstFreePort and <= ushort.MaxValue && !Services.Contains(port));
}
