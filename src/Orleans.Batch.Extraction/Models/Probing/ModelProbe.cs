using Microsoft.Extensions.Options;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Checks a profile: its key and sizes, then the endpoint's models, then one short answer.</summary>
internal sealed class ModelProbe(ModelConnections connections, ModelCaller caller, IOptions<ModelOptions> options) : IModelProbe
{
    private static readonly ExtractionWindow Greeting = new(
        [], [new WindowTurn(Guid.Empty, DataType.Message, RoleType.User, "Ada", DateTimeOffset.UnixEpoch, "Hello, I live in Paris.")]);

    /// <inheritdoc/>
    public async ValueTask<ModelProbeResult> ProbeAsync(ModelProfile profile, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        try
        {
            var connection = connections.Open(profile);
            var request = WindowPrompt.Compose(profile, Greeting);
            var error = FindSmallContext(profile, request);
            if (error is null)
            {
                var models = await ModelList.ReadAsync(profile, connection, connections, notes, cancellationToken);
                error = models?.FindSmallContext(profile) ?? await AskAsync(profile, request, models, notes, cancellationToken);
            }

            AddFormNote(connection.Form, notes);
            return new ModelProbeResult(error, notes);
        }
        catch (ModelCallException e)
        {
            return new ModelProbeResult(ProbeAdvice.Write(profile, e), notes);
        }
    }

    private async Task<string?> AskAsync(
        ModelProfile profile, ModelRequest request, ModelList? models, List<string> notes, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await caller.AskAsync(profile, request with { MaxOutputTokens = WindowPrompt.FewestAnswerTokens }, cancellationToken);
            AnswerReader.Read(Greeting, answer.Text);
            return null;
        }
        catch (ModelCallException e) when (e.Fault == ModelFault.Refused && models?.Has(profile.Model!) == false)
        {
            return $"The endpoint has no model '{profile.Model}'; name one of its own in the profile: {models}.";
        }
        catch (ModelCallException e) when (e.Fault is ModelFault.Malformed)
        {
            notes.Add("The model did not answer a test in the form that was asked for: expect fewer facts, or choose another model.");
            return null;
        }
        catch (ModelCallException e) when (e.Fault is ModelFault.RateLimited or ModelFault.Truncated)
        {
            // The endpoint works, and the account may use the model.
            notes.Add(e.Message);
            return null;
        }
    }

    private string? FindSmallContext(ModelProfile profile, ModelRequest request)
    {
        var needed = request.InputTokens + options.Value.Window.Tokens + profile.AnswerTokens;
        return needed <= profile.ContextTokens
            ? null
            : $"A context of {profile.ContextTokens} tokens is too small for a prompt and its answer of {needed} tokens: set ContextTokens to what the model has, or lower AnswerTokens or Models:Window:Tokens.";
    }

    private static void AddFormNote(AnswerForm form, List<string> notes)
    {
        if (form != AnswerForm.JsonSchema)
        {
            notes.Add(form == AnswerForm.JsonObject
                ? "The endpoint takes no JSON schema, so the prompt describes the answer: some answers may be of no use."
                : "The endpoint has no JSON mode, so the prompt describes the answer: some answers may be of no use.");
        }
    }
}
