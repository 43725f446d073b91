using Microsoft.Extensions.AI;
using OpenAI.Chat;
using Orleans.Batch.Models;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatResponseFormat = OpenAI.Chat.ChatResponseFormat;

namespace Orleans.Batch.Extraction.Models;

/// <summary>What a request carries beside its messages.</summary>
internal static class CallOptions
{
    /// <summary>The messages. Without a schema the prompt describes the answer.</summary>
    public static ChatMessage[] Messages(ModelRequest request, AnswerForm form) =>
    [
        new(ChatRole.System, form == AnswerForm.JsonSchema ? request.System : request.System + SchemaNotice.Write(request.Format)),
        new(ChatRole.User, request.User),
    ];

    /// <summary>The options. They are given in the client library's own form, so that the schema is sent byte for byte.</summary>
    public static ChatOptions Create(ModelProfile profile, ModelRequest request, AnswerForm form, bool usesMaxTokens) =>
        new() { RawRepresentationFactory = _ => CreateRaw(profile, request, form, usesMaxTokens) };

    private static ChatCompletionOptions CreateRaw(ModelProfile profile, ModelRequest request, AnswerForm form, bool usesMaxTokens)
    {
        var options = new ChatCompletionOptions
        {
            Temperature = (float?)profile.Temperature,
            ResponseFormat = form switch
            {
                AnswerForm.JsonSchema => ChatResponseFormat.CreateJsonSchemaFormat(
                    request.Format.Name, BinaryData.FromString(request.Format.Schema), jsonSchemaIsStrict: true),
                AnswerForm.JsonObject => ChatResponseFormat.CreateJsonObjectFormat(),
                _ => null,
            },
        };
        if (usesMaxTokens)
        {
            // The library has no property for the old name.
#pragma warning disable SCME0001
            options.Patch.Set("$.max_tokens"u8, request.MaxOutputTokens);
#pragma warning restore SCME0001
        }
        else
        {
            options.MaxOutputTokenCount = request.MaxOutputTokens;
        }

        return options;
    }
}
