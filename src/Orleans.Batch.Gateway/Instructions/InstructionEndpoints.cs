using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Instructions;

/// <summary>Instructions to models: for extraction, and for summaries of users.</summary>
internal static class InstructionEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        Map(api, "/custom-instructions", InstructionKind.Custom, AddInstructionsBody.Custom, DeleteInstructionsBody.Custom, InstructionOperations.Custom);
        Map(
            api,
            "/user-summary-instructions",
            InstructionKind.UserSummary,
            AddInstructionsBody.UserSummary,
            DeleteInstructionsBody.UserSummary,
            InstructionOperations.UserSummary);
    }

    private static void Map(
        RouteGroupBuilder api,
        string path,
        InstructionKind kind,
        BodyTable<AddInstructionsBody.Draft> add,
        BodyTable<DeleteInstructionsBody.Draft> delete,
        InstructionOperations operations)
    {
        api.MapGet(path, (HttpContext http, IInstructionClient instructions) => ListAsync(http, instructions, kind))
            .Describe(operations.List);
        api.MapPost(path, (HttpContext http, IInstructionClient instructions, RequestBodies bodies, IOptions<BatchGatewayOptions> options) =>
            AddAsync(http, instructions, bodies, options.Value, kind, add)).Describe(operations.Add);
        api.MapDelete(path, (HttpContext http, IInstructionClient instructions, RequestBodies bodies, IOptions<BatchGatewayOptions> options) =>
            DeleteAsync(http, instructions, bodies, options.Value, kind, delete)).Describe(operations.Delete);
    }

    private static async Task ListAsync(HttpContext http, IInstructionClient instructions, InstructionKind kind)
    {
        var graphId = kind == InstructionKind.Custom ? Paging.Text(http, "graph_id", Limits.IdLength) : null;
        var userId = Paging.Text(http, "user_id", Limits.IdLength);
        GraphTarget? target = graphId is null && userId is null ? null : new GraphTarget(graphId, userId);
        var found = await instructions.ListInstructionsAsync(http.Project(), kind, target, http.RequestAborted);
        await http.WriteAsync(new InstructionsResponse(found), WireJson.Default.InstructionsResponse);
    }

    private static async Task AddAsync(
        HttpContext http,
        IInstructionClient instructions,
        RequestBodies bodies,
        BatchGatewayOptions options,
        InstructionKind kind,
        BodyTable<AddInstructionsBody.Draft> table)
    {
        using var body = await bodies.ReadAsync(http, options.MaxBodyBytes);
        var added = table.Parse(body.Span, new AddInstructionsBody.Draft());
        await instructions.AddInstructionsAsync(http.Project(), kind, added.Scope, added.Instructions!, http.RequestAborted);
        await http.WriteMessageAsync("Instructions successfully added.");
    }

    private static async Task DeleteAsync(
        HttpContext http,
        IInstructionClient instructions,
        RequestBodies bodies,
        BatchGatewayOptions options,
        InstructionKind kind,
        BodyTable<DeleteInstructionsBody.Draft> table)
    {
        using var body = await bodies.ReadAsync(http, options.MaxBodyBytes);
        var deleted = table.ParseOptional(body.Span, new DeleteInstructionsBody.Draft());
        await instructions.DeleteInstructionsAsync(http.Project(), kind, deleted.Scope, deleted.Names, http.RequestAborted);
        await http.WriteMessageAsync("Instructions successfully deleted.");
    }
}
