using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Orleans.Batch.EndToEnd.Node;

namespace Orleans.Batch.EndToEnd.Webhooks;

/// <summary>A receiver in a process of its own, which verifies with the libraries that receivers use.</summary>
internal sealed class NodeReceiver : IDisposable
{
    private static readonly JsonSerializerOptions Wire = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly HttpClient _http = new();
    private readonly Process _process;

    private NodeReceiver(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}/hook";

    public static async Task<NodeReceiver> StartAsync()
    {
        var process = NodePackage.WebhookReceiver.Start("node", ["receiver.mjs"]);
        var line = await process.StandardOutput.ReadLineAsync();
        return int.TryParse(line, CultureInfo.InvariantCulture, out var port)
            ? new NodeReceiver(process, port)
            : throw new InvalidOperationException(line + await process.StandardError.ReadToEndAsync());
    }

    /// <summary>What each message is to somebody who holds this secret, in the order in which they came.</summary>
    public async Task<IReadOnlyList<VerifiedMessage>> JudgeAsync(string secret) =>
        (await _http.GetFromJsonAsync<VerifiedMessage[]>(
            new Uri($"http://127.0.0.1:{Port}/judge?secret={Uri.EscapeDataString(secret)}"), Wire))!;

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
        _http.Dispose();
    }
}

/// <summary>What the libraries make of one message.</summary>
/// <param name="Id">Its id.</param>
/// <param name="SameId">Whether both families of headers carry it.</param>
/// <param name="EventName">What it tells.</param>
/// <param name="BatchId">Of which batch, if of one.</param>
/// <param name="Svix">Whether Svix's library verifies it.</param>
/// <param name="Standard">Whether that of Standard Webhooks does.</param>
/// <param name="Tampered">Whether either takes it with a changed body.</param>
internal sealed record VerifiedMessage(
    Guid Id, bool SameId, string EventName, Guid? BatchId, bool Svix, bool Standard, bool Tampered)
{
    public bool Verified => Svix && Standard && SameId && !Tampered;

    public bool Refused => !Svix && !Standard;
}
