using System.ClientModel;
using System.Runtime.CompilerServices;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Sends a request, and turns each failure into a <see cref="ModelCallException"/>.</summary>
internal sealed class ModelCaller(ModelConnections connections) : IModelClient
{
    /// <inheritdoc/>
    public async ValueTask<ModelAnswer> AskAsync(ModelProfile profile, ModelRequest request, CancellationToken cancellationToken)
    {
        if (request.InputTokens + request.MaxOutputTokens > profile.ContextTokens)
        {
            throw new ModelCallException(
                ModelFault.TooLarge, $"A prompt of up to {request.InputTokens} tokens and its answer do not fit into the {profile.ContextTokens} tokens of the profile.");
        }

        var connection = connections.Open(profile);
        while (true)
        {
            var (form, usesMaxTokens) = (connection.Form, connection.UsesMaxTokens);
            var limits = EndpointTransport.Observe();
            try
            {
                var response = await connection.Chat.GetResponseAsync(
                    CallOptions.Messages(request, form), CallOptions.Create(profile, request, form, usesMaxTokens), cancellationToken);
                return Completions.Read(response, request, limits.Value);
            }
            catch (ClientResultException e) when (e.GetRawResponse() is { } raw)
            {
                var error = EndpointError.Parse(raw.Content.ToMemory());
                if (!connection.TryLearn(form, usesMaxTokens, e.Status, error))
                {
                    throw Refuse(profile, connection, e.Status, error, limits);
                }
            }
            catch (Exception e) when (e is not ModelCallException && !cancellationToken.IsCancellationRequested)
            {
                throw Unreachable(profile, e, limits.Value);
            }
        }
    }

    /// <summary>The exception for a request that got no response, or one that is not a completion.</summary>
    public static ModelCallException Unreachable(ModelProfile profile, Exception e, EndpointLimits limits) => new(
        ModelFault.Unavailable,
        e switch
        {
            OperationCanceledException => $"The endpoint did not answer within {profile.Timeout.TotalSeconds:0.#} seconds.",
            _ when FindNetworkFault(e) is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                "The endpoint's response is longer than 16 MB.",
            _ when FindNetworkFault(e) is { } fault => $"The endpoint at {profile.Endpoint!.Authority} cannot be reached, or broke the connection: {CallFaults.Shorten(fault.Message, null)}",
            _ => "The endpoint's response is not a chat completion. The address of the profile may lack its last part, such as /v1.",
        },
        e) { Limits = limits };

    private ModelCallException Refuse(
        ModelProfile profile, ModelConnection connection, int status, EndpointError error, StrongBox<EndpointLimits> limits)
    {
        if (status is 401 or 403)
        {
            // A new key in the variable or the file counts from the next request on.
            connections.Close(profile);
        }

        return connection.Fault(status, error, limits.Value);
    }

    private static Exception? FindNetworkFault(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is HttpRequestException or IOException)
            {
                return inner;
            }
        }

        return null;
    }
}
