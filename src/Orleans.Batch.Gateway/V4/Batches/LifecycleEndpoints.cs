using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Batches;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Batches;

/// <summary>An operator's calls on a batch, which Zep does not have. Bodies of calls that take none are ignored.</summary>
internal static class LifecycleEndpoints
{
    private const string BatchUuid = "batch_uuid";
    private const string One = "/batches/{batch_uuid}";

    private static readonly EventFrames Frames =
        new(static e => JsonSerializer.SerializeToUtf8Bytes(BatchEventObject.From(e), V4Json.Default.BatchEventObject));

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost(One + "/cancel", CancelAsync).DescribeWrite(LifecycleOperations.Cancel, One);
        api.MapPost(One + "/pause", PauseAsync).DescribeWrite(LifecycleOperations.Pause, One);
        api.MapPost(One + "/resume", ResumeAsync).DescribeWrite(LifecycleOperations.Resume, One);
        api.MapGet(One + "/fact-changes", ListFactChangesAsync).DescribeRead(LifecycleOperations.ListFactChanges);
        api.MapPost(One + "/apply", ApplyAsync).DescribeWrite(LifecycleOperations.Apply, One);
        api.MapPost(One + "/discard", DiscardAsync).DescribeWrite(LifecycleOperations.Discard, One);
        api.MapPost(One + "/retry", RetryAsync).DescribeWrite(LifecycleOperations.Retry, "/batches");
        api.MapPost(One + "/validate", ValidateAsync).DescribeRead(LifecycleOperations.Validate);
        api.MapGet(One + "/events", WatchAsync).DescribeRead(LifecycleOperations.Events);
    }

    private static Task CancelAsync(HttpContext http, WriteCalls calls, IBatchClient batches)
    {
        var uuid = http.RouteUuid(BatchUuid);
        return calls.RecordAsync(http, async (_, _) =>
        {
            var answer = await batches.CancelAsync(http.Project(), uuid, http.RequestAborted);
            return Answer(answer.Batch, answer.Repeated ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
        });
    }

    private static Task PauseAsync(HttpContext http, WriteCalls calls, IBatchClient batches)
    {
        var uuid = http.RouteUuid(BatchUuid);
        return calls.RecordAsync(http, async (_, _) => Answer(await batches.PauseAsync(http.Project(), uuid, http.RequestAborted)));
    }

    private static Task ResumeAsync(HttpContext http, WriteCalls calls, IBatchClient batches)
    {
        var uuid = http.RouteUuid(BatchUuid);
        return calls.RecordAsync(http, async (_, _) => Answer(await batches.ResumeAsync(http.Project(), uuid, http.RequestAborted)));
    }

    private static async Task ListFactChangesAsync(HttpContext http, IBatchClient batches)
    {
        var uuid = http.RouteUuid(BatchUuid);
        var page = PageRequest.From(http);
        var found = await batches.ListFactChangesAsync(
            http.Project(), uuid, new FactChangeQuery(page.Size, page.Number), http.RequestAborted);
        await http.WriteAsync(new Page<FactChange>(found.Changes, page.Next(found.NextCursor)), V4Json.Default.PageFactChange);
    }

    private static Task ApplyAsync(HttpContext http, WriteCalls calls, IBatchClient batches)
    {
        var uuid = http.RouteUuid(BatchUuid);
        return calls.RecordAsync(http, async (_, _) =>
            Answer(await batches.ApplyProposalAsync(http.Project(), uuid, http.RequestAborted), StatusCodes.Status202Accepted));
    }

    private static Task DiscardAsync(HttpContext http, WriteCalls calls, IBatchClient batches)
    {
        var uuid = http.RouteUuid(BatchUuid);
        return calls.RecordAsync(http, async (_, _) => Answer(await batches.DiscardProposalAsync(http.Project(), uuid, http.RequestAborted)));
    }

    private static Task RetryAsync(HttpContext http, WriteCalls calls, IBatchClient batches)
    {
        var uuid = http.RouteUuid(BatchUuid);
        return calls.RunAsync(http, async (body, key) =>
        {
            var selection = RetryBody.ParseV4(body.Span);
            var retry = await batches.RetryAsync(http.Project(), uuid, selection, key, http.RequestAborted);
            await http.WriteAsync(
                BatchObject.From(IdempotentCall.Answer(http, retry)), V4Json.Default.BatchObject, StatusCodes.Status201Created);
        });
    }

    private static async Task ValidateAsync(HttpContext http, IBatchClient batches)
    {
        var uuid = http.RouteUuid(BatchUuid);
        var page = PageRequest.From(http);
        var query = new ValidationQuery(page.Size, page.Number);
        var found = await batches.ValidateAsync(http.Project(), uuid, query, http.RequestAborted);
        await http.WriteAsync(
            new BatchValidationObject(
                found.Valid,
                found.ErrorCount,
                found.WarningCount,
                [.. found.Errors.Select(ErrorProblem.From)],
                [.. found.Warnings.Select(ErrorProblem.From)],
                page.Next(found.NextCursor),
                found.Model),
            V4Json.Default.BatchValidationObject);
    }

    private static Task WatchAsync(HttpContext http, EventStream events) => events.RunAsync(http, http.RouteUuid(BatchUuid), Frames);

    private static StoredResponse Answer(BatchSummary batch, int status = StatusCodes.Status200OK) =>
        Stored.Json(BatchObject.From(batch), V4Json.Default.BatchObject, status);
}
