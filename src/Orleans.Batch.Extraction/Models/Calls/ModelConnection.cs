using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>The client of one profile, and what was learned of its endpoint.</summary>
internal sealed class ModelConnection
{
    private readonly string? _key;
    private readonly OpenAIClient _client;
    private volatile int _form;
    private volatile bool _usesMaxTokens;

    /// <exception cref="ModelCallException">The profile's key cannot be read, or its address or model is missing.</exception>
    public ModelConnection(ModelProfile profile, HttpClient http)
    {
        if (profile is not { Endpoint: { IsAbsoluteUri: true }, Model: { Length: > 0 } model })
        {
            throw new ModelCallException(ModelFault.Refused, "The profile lacks the endpoint's address or the model's name.");
        }

        _key = ApiKey.Read(profile);

        // Only this constructor leaves the header out where there is no key.
#pragma warning disable OPENAI001
        _client = new OpenAIClient(
            _key is null ? new KeylessPolicy() : ApiKeyAuthenticationPolicy.CreateBearerAuthorizationPolicy(new ApiKeyCredential(_key)),
            new OpenAIClientOptions
            {
                Endpoint = profile.Endpoint,
                NetworkTimeout = profile.Timeout,
                RetryPolicy = new ClientRetryPolicy(0),
                Transport = new HttpClientPipelineTransport(http),
                EnableDistributedTracing = false,
                ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            });
#pragma warning restore OPENAI001
        Chat = _client.GetChatClient(model).AsIChatClient();
    }

    /// <summary>The client.</summary>
    public IChatClient Chat { get; }

    /// <summary>The strictest form of answer that the endpoint accepts, as far as known.</summary>
    public AnswerForm Form => (AnswerForm)_form;

    /// <summary>Whether the endpoint knows only the old name of the limit of an answer's tokens.</summary>
    public bool UsesMaxTokens => _usesMaxTokens;

    /// <summary>Asks for the list of models.</summary>
    public async Task<ReadOnlyMemory<byte>> ListModelsAsync(CancellationToken cancellationToken)
    {
        var result = await _client.GetOpenAIModelClient().GetModelsAsync(new RequestOptions { CancellationToken = cancellationToken });
        return result.GetRawResponse().Content.ToMemory();
    }

    /// <summary>Learns from a refusal of a request.</summary>
    /// <returns>Whether the same request may succeed now.</returns>
    public bool TryLearn(AnswerForm sent, bool sentMaxTokens, int status, EndpointError error)
    {
        if (!sentMaxTokens && CallFaults.IsBadParameter(status, error, "max_completion_tokens"))
        {
            return _usesMaxTokens = true;
        }

        if (sent == AnswerForm.Text || !CallFaults.IsBadParameter(status, error, "response_format", "response format", "json_schema", "json_object"))
        {
            return false;
        }

        // Of two requests that were refused at once, only one steps down.
        Interlocked.CompareExchange(ref _form, (int)sent + 1, (int)sent);
        return true;
    }

    /// <summary>The exception for a response that is no answer.</summary>
    public ModelCallException Fault(int status, EndpointError error, EndpointLimits limits) => CallFaults.FromStatus(status, error, _key, limits);
}
