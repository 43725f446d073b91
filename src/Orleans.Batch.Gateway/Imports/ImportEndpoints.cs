using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Imports;

/// <summary>Imports, which Zep does not have. Bodies of calls that take none are ignored.</summary>
internal static class ImportEndpoints
{
    private const string ImportId = "import_id";
    private const string One = "/imports/{import_id}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/imports", CreateAsync).Describe(ImportOperations.Create);
        api.MapGet("/imports", ListAsync).Describe(ImportOperations.List);
        api.MapGet(One, GetAsync).Describe(ImportOperations.Get);
        api.MapPatch(One, UpdateAsync).Describe(ImportOperations.Update);
        api.MapDelete(One, DeleteAsync).Describe(ImportOperations.Delete);
        api.MapPost(One + "/close", CloseAsync).Describe(ImportOperations.Close);
        api.MapPost(One + "/pause", PauseAsync).Describe(ImportOperations.Pause);
        api.MapPost(One + "/resume", ResumeAsync).Describe(ImportOperations.Resume);
        api.MapPost(One + "/cancel", CancelAsync).Describe(ImportOperations.Cancel);
        api.MapPost(One + "/retry", RetryAsync).Describe(ImportOperations.Retry);
        api.MapGet(One + "/undo", PreviewUndoAsync).Describe(ImportOperations.PreviewUndo);
        api.MapPost(One + "/undo", UndoAsync).Describe(ImportOperations.Undo);
    }

    private static async Task CreateAsync(
        HttpContext http, IImportClient imports, RequestBodies bodies, IdempotentCall idempotent, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        await idempotent.RunAsync(http, "/imports", body, async key =>
        {
            var created = await imports.CreateImportAsync(http.Project(), ImportBody.Parse(body.Span), key, http.RequestAborted);
            await AnswerAsync(http, IdempotentCall.Answer(http, created), StatusCodes.Status201Created);
        });
    }

    private static async Task ListAsync(HttpContext http, IImportClient imports)
    {
        var limit = Paging.Limit(http, "limit", Limits.ImportsPerPage) ?? Limits.DefaultPerPage;
        var page = await imports.ListImportsAsync(http.Project(), new ImportQuery(limit, Paging.Cursor(http)), http.RequestAborted);
        await http.WriteAsync(page, WireJson.Default.ImportPage);
    }

    private static async Task GetAsync(HttpContext http, IImportClient imports) =>
        await AnswerAsync(http, await imports.GetImportAsync(http.Project(), http.RouteGuid(ImportId), http.RequestAborted));

    private static async Task UpdateAsync(
        HttpContext http, IImportClient imports, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        var importId = http.RouteGuid(ImportId);
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        await AnswerAsync(http, await imports.UpdateImportAsync(
            http.Project(), importId, ImportBody.ParseChanges(body.Span), http.RequestAborted));
    }

    private static async Task DeleteAsync(HttpContext http, IImportClient imports)
    {
        var importId = http.RouteGuid(ImportId);
        await imports.DeleteImportAsync(http.Project(), importId, http.RequestAborted);
        await http.WriteMessageAsync($"Import {importId} successfully deleted.");
    }

    private static async Task CloseAsync(HttpContext http, IImportClient imports) =>
        await AnswerAsync(http, await imports.CloseImportAsync(http.Project(), http.RouteGuid(ImportId), http.RequestAborted));

    private static async Task PauseAsync(HttpContext http, IImportClient imports) =>
        await AnswerAsync(http, await imports.PauseImportAsync(http.Project(), http.RouteGuid(ImportId), http.RequestAborted));

    private static async Task ResumeAsync(HttpContext http, IImportClient imports) =>
        await AnswerAsync(http, await imports.ResumeImportAsync(http.Project(), http.RouteGuid(ImportId), http.RequestAborted));

    private static async Task CancelAsync(HttpContext http, IImportClient imports)
    {
        var canceled = await imports.CancelImportAsync(http.Project(), http.RouteGuid(ImportId), http.RequestAborted);
        await AnswerAsync(http, canceled.Import, canceled.Repeated ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    private static async Task RetryAsync(
        HttpContext http, IImportClient imports, RequestBodies bodies, IdempotentCall idempotent, IOptions<BatchGatewayOptions> options)
    {
        var importId = http.RouteGuid(ImportId);
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        await idempotent.RunAsync(http, $"/imports/{importId}/retry", body, async key =>
        {
            var retried = await imports.RetryImportAsync(
                http.Project(), importId, ImportRetryBody.Parse(body.Span), key, http.RequestAborted);
            await AnswerAsync(http, IdempotentCall.Answer(http, retried));
        });
    }

    private static async Task PreviewUndoAsync(HttpContext http, IImportClient imports)
    {
        var preview = await imports.PreviewUndoAsync(http.Project(), http.RouteGuid(ImportId), http.RequestAborted);
        await http.WriteAsync(preview, WireJson.Default.ImportUndoPreview);
    }

    private static async Task UndoAsync(HttpContext http, IImportClient imports)
    {
        var undone = await imports.UndoImportAsync(http.Project(), http.RouteGuid(ImportId), http.RequestAborted);
        await AnswerAsync(http, undone.Import, undone.Repeated ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    private static Task AnswerAsync(HttpContext http, ImportSummary import, int status = StatusCodes.Status200OK) =>
        http.WriteAsync(import, WireJson.Default.ImportSummary, status);
}
