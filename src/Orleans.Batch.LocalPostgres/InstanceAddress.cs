using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Orleans.Batch.LocalPostgres;

/// <summary>How to connect to the instance: a local socket, or on Windows a port of the loopback address.</summary>
internal sealed record InstanceAddress(string? SocketDirectory, int Port)
{
    public const string User = "batch";

    /// <summary>PostgreSQL's lock on the socket; null on Windows.</summary>
    public string? SocketLockFile => SocketDirectory is null ? null : $"{SocketDirectory}/.s.PGSQL.{Port}.lock";

    public static InstanceAddress For(DataDirectory directory)
    {
        if (!OperatingSystem.IsWindows())
        {
            return new InstanceAddress(LocalPostgres.SocketDirectory.For(directory), 5432);
        }

        // Kept, so that PostgreSQL has the same address for its clients after a restart under a running server.
        var file = Path.Combine(directory.Root, "postgres.port");
        if (File.Exists(file) && int.TryParse(File.ReadAllText(file), null, out var kept))
        {
            return new InstanceAddress(null, kept);
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        File.WriteAllText(file, port.ToString(CultureInfo.InvariantCulture));
        return new InstanceAddress(null, port);
    }

    public string ConnectionString(string password, string database, bool pooling = true) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = SocketDirectory ?? "127.0.0.1",
            Port = Port,
            Username = User,
            Password = password,
            Database = database,
            Pooling = pooling,
        }.ConnectionString;
}
