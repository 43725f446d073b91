using Microsoft.OpenApi;

namespace Orleans.Batch.Gateway.Instructions;

/// <summary>The calls on one kind of instructions.</summary>
/// <param name="List">Lists them.</param>
/// <param name="Add">Adds some.</param>
/// <param name="Delete">Deletes some.</param>
internal sealed record InstructionOperations(ApiOperation List, ApiOperation Add, ApiOperation Delete)
{
    private const string Tag = "Instructions";

    private static readonly ApiParameter User = new("user_id", "A user's. Without it: the project's.", JsonSchemaType.String);
    private static readonly ApiParameter Graph = new("graph_id", "A standalone graph's.", JsonSchemaType.String);

    /// <summary>For extraction.</summary>
    public static InstructionOperations Custom { get; } = Create(
        "CustomInstructions", "/custom-instructions", "for extraction", [User, Graph], AddInstructionsBody.Custom, DeleteInstructionsBody.Custom);

    /// <summary>For summaries of users.</summary>
    public static InstructionOperations UserSummary { get; } = Create(
        "UserSummaryInstructions",
        "/user-summary-instructions",
        "for summaries of users, of what is added in real time and by batches alike",
        [User],
        AddInstructionsBody.UserSummary,
        DeleteInstructionsBody.UserSummary);

    private static InstructionOperations Create(
        string name, string path, string purpose, IReadOnlyList<ApiParameter> scopes, BodySchema add, BodySchema delete) => new(
        new($"list{name}", Tag, $"Instructions {purpose}. They are kept for models; extraction by rules makes no use of them.", typeof(InstructionsResponse))
        {
            Parameters = scopes,
            Errors = [404],
        },
        new($"add{name}", Tag, $"Adds instructions {purpose}; one of the same name is replaced.", typeof(MessageResponse))
        {
            OutcomeAt = path,
            Request = add,
            Errors = [404],
        },
        new($"delete{name}", Tag, $"Deletes instructions {purpose}: those named, or all.", typeof(MessageResponse))
        {
            OutcomeAt = path,
            Request = delete,
            BodyOptional = true,
            Errors = [404],
        });
}
