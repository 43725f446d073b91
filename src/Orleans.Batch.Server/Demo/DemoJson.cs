using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.Batch.Server.Demo;

/// <summary>Writes the items and destinations of a history in the API's format.</summary>
internal sealed class DemoJson(DemoIds ids) : IDisposable
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly ArrayBufferWriter<byte> _snapshot = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, Readable);

    /// <summary>One item; valid until the next call.</summary>
    public ReadOnlySpan<byte> Item(DemoItem item)
    {
        Begin();
        if (item.Chat is { } chat)
        {
            _json.WriteString("type"u8, "thread_message"u8);
            _json.WriteString("thread_id"u8, ids.Thread(chat));
            _json.WriteString("role"u8, item.FromUser ? "user"u8 : "assistant"u8);
            _json.WriteString("name"u8, item.FromUser ? $"Demo user {chat.User.Number}" : "Demo assistant");
            _json.WriteString("content"u8, item.Text);
        }
        else
        {
            var snapshot = item.Text.Length == 0;
            _json.WriteString("type"u8, "graph_episode"u8);
            _json.WriteString("graph_id"u8, ids.Graph(item.Account));
            _json.WriteString("data_type"u8, snapshot ? "json"u8 : "text"u8);
            _json.WriteString("source_description"u8, snapshot ? "CRM snapshot"u8 : "call note"u8);
            WriteData(item, snapshot);
        }

        _json.WriteString("created_at"u8, item.At);
        _json.WriteStartObject("metadata"u8);
        _json.WriteString("source"u8, "demo"u8);
        _json.WriteNumber("account"u8, item.Account.Number);
        _json.WriteEndObject();
        return End();
    }

    /// <summary>The graph of an account.</summary>
    public byte[] Graph(DemoAccount account)
    {
        Begin();
        _json.WriteString("graph_id"u8, ids.Graph(account));
        _json.WriteString("name"u8, account.Name);
        _json.WriteString("description"u8, "Made up by the demo"u8);
        return End().ToArray();
    }

    /// <summary>A user.</summary>
    public byte[] User(DemoUser user)
    {
        Begin();
        _json.WriteString("user_id"u8, ids.User(user));
        _json.WriteString("first_name"u8, "Demo user"u8);
        _json.WriteString("last_name"u8, $"{user.Number}");
        _json.WriteStartObject("metadata"u8);
        _json.WriteString("job"u8, user.Job);
        _json.WriteString("account"u8, ids.Graph(user.Account));
        _json.WriteEndObject();
        return End().ToArray();
    }

    /// <summary>The thread of a chat.</summary>
    public byte[] Thread(DemoChat chat)
    {
        Begin();
        _json.WriteString("thread_id"u8, ids.Thread(chat));
        _json.WriteString("user_id"u8, ids.User(chat.User));
        return End().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteData(DemoItem item, bool snapshot)
    {
        if (!snapshot)
        {
            _json.WriteString("data"u8, item.Text);
            return;
        }

        _snapshot.ResetWrittenCount();
        using (var inner = new Utf8JsonWriter(_snapshot, Readable))
        {
            var account = item.Account;
            inner.WriteStartObject();
            inner.WriteString("id"u8, ids.Graph(account));
            inner.WriteString("name"u8, account.Name);
            inner.WriteString("plan"u8, DemoAccount.Plans[account.Plan]);
            inner.WriteNumber("seats"u8, account.Seats);
            inner.WriteString("health"u8, account.Health);
            inner.WriteString("region"u8, account.Region);
            inner.WriteBoolean("single_sign_on"u8, account.SingleSignOn);
            inner.WriteNumber("tickets"u8, account.Tickets);
            inner.WriteStartObject("owner"u8);
            inner.WriteString("name"u8, $"Team {account.Team}");
            inner.WriteEndObject();
            inner.WriteEndObject();
        }

        _json.WriteString("data"u8, _snapshot.WrittenSpan);
    }

    private void Begin()
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
    }

    private ReadOnlySpan<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan;
    }
}
