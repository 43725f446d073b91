using System.ClientModel;
using System.Text.Json;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>The models that an endpoint lists, and the contexts of those that it states.</summary>
internal sealed class ModelList
{
    private const int MostNamed = 10;
    private readonly Dictionary<string, long?> _contexts = new(StringComparer.Ordinal);

    private ModelList(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || AnswerText.FindArray(body, "data") is not { } data)
        {
            return;
        }

        foreach (var entry in data.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object))
        {
            if (AnswerText.Read(entry, "id") is { } name)
            {
                // vLLM says how long a context is served; OpenAI does not.
                _contexts[name] = AnswerText.Find(entry, "max_model_len") is { ValueKind: JsonValueKind.Number } length && length.TryGetInt64(out var tokens)
                    ? tokens
                    : null;
            }
        }
    }

    /// <summary>Reads the list; null where the endpoint has none, which is noted.</summary>
    /// <exception cref="ModelCallException">The endpoint cannot be reached, or refuses the key.</exception>
    public static async Task<ModelList?> ReadAsync(
        ModelProfile profile, ModelConnection connection, ModelConnections connections, List<string> notes, CancellationToken cancellationToken)
    {
        var limits = EndpointTransport.Observe();
        try
        {
            return new ModelList(JsonSerializer.Deserialize<JsonElement>((await connection.ListModelsAsync(cancellationToken)).Span));
        }
        catch (ClientResultException e) when (e.GetRawResponse() is { } raw)
        {
            var fault = connection.Fault(e.Status, EndpointError.Parse(raw.Content.ToMemory()), limits.Value);
            if (e.Status is 401 or 403)
            {
                connections.Close(profile);
                throw fault;
            }

            notes.Add("The endpoint does not list its models.");
            return null;
        }
        catch (JsonException)
        {
            notes.Add("The endpoint does not list its models.");
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw ModelCaller.Unreachable(profile, e, limits.Value);
        }
    }

    /// <summary>Whether a model is listed; true for an empty list, which says nothing.</summary>
    public bool Has(string model) => _contexts.Count == 0 || _contexts.ContainsKey(model);

    /// <summary>Says that the endpoint serves a shorter context than the profile states; null where it does not.</summary>
    public string? FindSmallContext(ModelProfile profile) =>
        _contexts.GetValueOrDefault(profile.Model!) is { } tokens && tokens < profile.ContextTokens
            ? $"The endpoint serves '{profile.Model}' with a context of {tokens} tokens, not {profile.ContextTokens}: set ContextTokens to {tokens}, or serve it with more."
            : null;

    /// <summary>The names, the first ones of many.</summary>
    public override string ToString() =>
        string.Join(", ", _contexts.Keys.Order(StringComparer.Ordinal).Take(MostNamed)) + (_contexts.Count > MostNamed ? ", …" : "");
}
