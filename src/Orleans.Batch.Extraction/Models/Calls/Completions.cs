using Microsoft.Extensions.AI;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Reads a completion.</summary>
internal static class Completions
{
    /// <exception cref="ModelCallException">It has no whole text.</exception>
    public static ModelAnswer Read(ChatResponse response, ModelRequest request, EndpointLimits limits)
    {
        var input = response.Usage?.InputTokenCount ?? request.InputTokens;
        var output = response.Usage?.OutputTokenCount ?? TokenEstimate.Count(response.Text);
        return response.FinishReason == ChatFinishReason.Length ? throw Useless(ModelFault.Truncated, $"The answer was cut off at {request.MaxOutputTokens} tokens.")
            : response.FinishReason == ChatFinishReason.ContentFilter ? throw Useless(ModelFault.Malformed, "The endpoint's filter removed the answer.")
            : string.IsNullOrWhiteSpace(response.Text) ? throw Useless(ModelFault.Malformed, "The model refused to answer, or wrote nothing.")
            : new ModelAnswer(response.Text, input, output, limits);

        ModelCallException Useless(ModelFault fault, string message) =>
            new(fault, message) { Limits = limits, InputTokens = input, OutputTokens = output };
    }
}
