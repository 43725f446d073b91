using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Orleans.Batch.EndToEnd.Node;

namespace Orleans.Batch.EndToEnd.Webhooks;

/// <summary>A receiver in its own process, which verifies messages with the libraries that receivers use.</summary>
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

    /// <summary>The results for each message with this secret, in the order of arrival.</summary>
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

/// <summary>The libraries' results for one message.</summary>
/// <param name="Id">Its id.</param>
/// <param name="SameId">Whether both families of headers carry it.</param>
/// <param name="EventName">Its event.</param>
/// <param name="BatchId">The id of its batch, if any.</param>
/// <param name="Svix">Whether Svix's library accepts it.</param>
/// <param name="Standard">Whether the library of Standard Webhooks accepts it.</param>
/// <param name="Tampered">Whether either accepts it with a changed body.</param>
internal sealed record VerifiedMessage(
    Guid Id, bool SameId, string EventName, Guid? BatchId, bool Svix, bool Standard, bool Tampered)
{
    public bool Verified => Svix && Standard && SameId && !Tampered;

    public bool Refused => !Svix && !Standard;
}
