using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>Pages through the API's content of a graph, a user's graph or a thread, oldest first.</summary>
internal sealed class EpisodePager(ApiClient api, LineKind kind, string id)
{
    private const int MessagesAPage = 1_000;

    private readonly string _path = kind switch
    {
        LineKind.Graph => $"graph/episodes/graph/{Uri.EscapeDataString(id)}",
        LineKind.User => $"graph/episodes/user/{Uri.EscapeDataString(id)}",
        _ => $"threads/{Uri.EscapeDataString(id)}/messages?limit={MessagesAPage}&cursor=",
    };

    private string? _cursor;
    private long _passed;
    private bool _ended;

    /// <summary>Whether it exists; known after the first page.</summary>
    public bool Exists { get; private set; } = true;

    /// <summary>The next page, an array; null after the last.</summary>
    /// <exception cref="LoadException">The server refuses.</exception>
    public async Task<JsonElement?> NextAsync(CancellationToken cancel)
    {
        if (_ended)
        {
            return null;
        }

        var answer = kind == LineKind.Thread
            ? await api.GetAsync($"{_path}{_passed}", cancel)
            : await api.PostAsync(_path, Body(), null, readBody: true, cancel);
        if (answer.Status == HttpStatusCode.NotFound)
        {
            (Exists, _ended) = (false, true);
            return null;
        }

        if (!answer.Succeeded)
        {
            throw new LoadException($"{kind} {id} cannot be read: {answer.Message}");
        }

        if (kind != LineKind.Thread)
        {
            (_cursor, _ended) = (answer.Next, answer.Next is null);
            return answer.Body;
        }

        var messages = answer.Body.GetProperty("messages");
        _passed += messages.GetArrayLength();
        _ended = messages.GetArrayLength() < MessagesAPage;
        return messages;
    }

    // Without a limit the page is the largest there is.
    private byte[] Body() => Encoding.UTF8.GetBytes(_cursor is null
        ? """{"order_by":"created_at","direction":"asc"}"""
        : $$"""{"order_by":"created_at","direction":"asc","cursor":"{{JavaScriptEncoder.Default.Encode(_cursor)}}"}""");
}
