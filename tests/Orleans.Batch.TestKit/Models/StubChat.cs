using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.TestKit.Models;

/// <summary>Answers requests for completions.</summary>
internal sealed class StubChat(StubSettings settings)
{
    public Task AnswerAsync(HttpContext http, StubRequest request, CancellationToken stop)
    {
        var prompt = StubPrompt.Parse(request.Body);
        return Refusal(prompt, request.Behavior) is { } refusal ? refusal(http) : ActAsync(http, prompt, request.Behavior, stop);
    }

    private Func<HttpContext, Task>? Refusal(StubPrompt prompt, StubBehavior behavior) => prompt switch
    {
        _ when behavior == StubBehavior.UnknownModel || !settings.Models.Contains(prompt.Model) => http => StubResponses.FailAsync(
            http, 404, "invalid_request_error", $"The model `{prompt.Model}` does not exist or you do not have access to it.", null, "model_not_found"),
        { HasMaxCompletionTokens: true } when !settings.AcceptsMaxCompletionTokens => http => StubResponses.FailAsync(
            http, 400, "invalid_request_error", "Unrecognized request argument supplied: max_completion_tokens"),
        { Format: "json_schema" } when !settings.AcceptsJsonSchema => http => StubResponses.FailAsync(
            http, 400, "invalid_request_error", "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.", "response_format"),
        { Format: "json_object" } when !settings.AcceptsJsonObject => http => StubResponses.FailAsync(
            http, 400, "invalid_request_error", "Invalid parameter: 'response_format' of type 'json_object' is not supported with this model.", "response_format"),
        _ when behavior == StubBehavior.ContextTooLarge || prompt.Tokens > settings.ContextTokens => http => StubResponses.FailAsync(
            http, 400, "invalid_request_error", $"This model's maximum context length is {settings.ContextTokens} tokens. However, your messages resulted in {prompt.Tokens} tokens.", "messages", "context_length_exceeded"),
        _ => null,
    };

    private async Task ActAsync(HttpContext http, StubPrompt prompt, StubBehavior behavior, CancellationToken stop)
    {
        var delay = settings.Delay + (behavior == StubBehavior.Slow ? settings.SlowBy : TimeSpan.Zero);
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, stop);
        }

        var text = behavior switch
        {
            StubBehavior.BrokenJson => "{\"entities\": [{\"name\": \"Ada\", }], \"facts\": [",
            StubBehavior.WrongSchema => "{\"entities\": \"none\", \"facts\": {\"subject\": \"Ada\"}}",
            StubBehavior.ModelRefusal => null,
            _ => Good(prompt, behavior == StubBehavior.InventedQuotes),
        };
        var isCut = behavior == StubBehavior.CutJson || StubPrompt.CountTokens(text ?? "") > prompt.MaxTokens;
        await StubResponses.WriteAsync(
            http, StubResponses.Completion(prompt, isCut ? text?[..(text.Length / 2)] : text, isCut, settings.CountsTokens));
    }

    private string Good(StubPrompt prompt, bool invents)
    {
        var answer = StubSummaries.IsAsked(prompt.User) ? StubSummaries.Write(prompt.User) : StubAnswer.Write(prompt.User, invents);
        return settings.WritesProse ? $"Here is what I found:\n\n```json\n{answer}\n```\n\nLet me know if you need more {{details}}." : answer;
    }
}
