using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Embeddings;
using Orleans.Batch.Embeddings;
using Polly;
using Polly.Retry;

namespace Orleans.Batch.Embedders;

/// <summary>A model behind an endpoint with OpenAI's wire format.</summary>
internal sealed class EndpointEmbedder : IEmbedder, IDisposable
{
    private const int Attempts = 3;

    private readonly EmbeddingOptions _options;
    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;
    private readonly ResiliencePipeline _retries;

    public EndpointEmbedder(EmbeddingOptions options, TimeProvider time)
    {
        _options = options;
        Name = Identify(options);
        var client = new EmbeddingClient(
            options.Model!,
            new ApiKeyCredential(EndpointKey.Read(options)),
            new OpenAIClientOptions
            {
                Endpoint = options.Endpoint,
                RetryPolicy = new ClientRetryPolicy(0),
                NetworkTimeout = options.RequestTimeout,
            });
        _generator = client.AsIEmbeddingGenerator();
        _retries = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(IsTransient),
            MaxRetryAttempts = Attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(500),
            UseJitter = true,
            DelayGenerator = static arguments => new ValueTask<TimeSpan?>(RetryAfter(arguments.Outcome.Exception)),
        }).Build();
    }

    public string Name { get; }

    public async ValueTask<IReadOnlyList<float[]>> EmbedAsync(
        IReadOnlyList<string> texts, EmbeddingPurpose purpose, CancellationToken cancellationToken)
    {
        var prefix = purpose == EmbeddingPurpose.Query ? _options.QueryPrefix : _options.TextPrefix;
        var vectors = new List<float[]>(texts.Count);
        foreach (var request in texts.Select(t => prefix + t).Chunk(_options.RequestTexts))
        {
            vectors.AddRange(purpose == EmbeddingPurpose.Query
                ? await AskAsync(request, cancellationToken)
                : await _retries.ExecuteAsync(token => AskAsync(request, token), cancellationToken));
        }

        return vectors;
    }

    public void Dispose() => _generator.Dispose();

    private async ValueTask<float[][]> AskAsync(string[] texts, CancellationToken cancellationToken)
    {
        GeneratedEmbeddings<Embedding<float>> answer;
        try
        {
            answer = await _generator.GenerateAsync(texts, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new EmbeddingException(Describe(e), e)
            {
                IsTextRefused = StatusOf(e) is 400 or 413 or 422,
            };
        }

        return answer.Count == texts.Length
            ? [.. answer.Select(v => v.Vector.ToArray())]
            : throw new EmbeddingException($"The endpoint {_options.Endpoint} answered with {answer.Count} vectors to {texts.Length} texts.");
    }

    // The message of an answer may repeat a text or a key, so that only its status is told.
    private string Describe(Exception e) => StatusOf(e) is > 0 and var status
        ? $"The endpoint {_options.Endpoint} answered with {status}."
        : $"The endpoint {_options.Endpoint} gave no vectors: {e.GetBaseException().GetType().Name}.";

    private static bool IsTransient(Exception e) =>
        e is EmbeddingException { InnerException: { } inner } && StatusOf(inner) is not (>= 400 and < 500 and not 408 and not 429);

    private static int StatusOf(Exception e) => (e as ClientResultException)?.Status ?? 0;

    private static TimeSpan? RetryAfter(Exception? e) =>
        (e?.InnerException as ClientResultException)?.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var value) == true
        && int.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 60
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static string Identify(EmbeddingOptions options) => options.TextPrefix.Length == 0
        ? options.Model!
        : options.Model + "@" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.TextPrefix)).AsSpan(0, 8));
}
