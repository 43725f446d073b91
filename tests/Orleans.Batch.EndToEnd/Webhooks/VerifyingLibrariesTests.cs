namespace Orleans.Batch.EndToEnd.Webhooks;

/// <summary>The server's messages, verified by the unmodified libraries that receivers use.</summary>
public sealed class VerifyingLibrariesTests
{
    [WebhookReceiverFact]
    public async Task EndedBatch_VerifiesWithBothLibraries_AndNotWithAnotherSecret()
    {
        using var receiver = await NodeReceiver.StartAsync();
        using var data = new TemporaryDataDirectory();
        using var server = await RunningServer.ServeAsync(data, WebhookApi.Allow(receiver.Port));
        using var api = new WebhookApi(server);
        var (_, secret) = await api.CreateEndpointAsync(receiver.Url);
        var (_, otherSecret) = await api.CreateEndpointAsync(receiver.Url);
        await api.CreateGraphAsync("g");
        var batch = await api.DraftAsync("g");

        await api.ProcessAsync(batch);
        var told = await MessagesAsync(receiver, secret, 2);

        // One message to two endpoints: one id, two signatures, each for its own secret only.
        told.ShouldAllBe(m => m.EventName == "ingest.batch.completed" && m.BatchId == batch && m.Id == told[0].Id);
        told.Count(m => m.Verified).ShouldBe(1);
        told.Count(m => m.Refused).ShouldBe(1);
        var toldOther = await receiver.JudgeAsync(otherSecret);
        toldOther.Select(m => m.Verified).ShouldBe(told.Select(m => m.Refused));
        (await receiver.JudgeAsync("whsec_" + Convert.ToBase64String(new byte[32]))).ShouldAllBe(m => m.Refused);
    }

    [WebhookReceiverFact]
    public async Task Rotation_BothSecretsVerifyUntilTheOverlapEnds()
    {
        using var receiver = await NodeReceiver.StartAsync();
        using var data = new TemporaryDataDirectory();
        using var server = await RunningServer.ServeAsync(data, WebhookApi.Allow(receiver.Port));
        using var api = new WebhookApi(server);
        var (endpoint, old) = await api.CreateEndpointAsync(receiver.Url);

        await api.TestAsync(endpoint);
        await MessagesAsync(receiver, old, 1);
        var next = await api.RotateAsync(endpoint, overlapSeconds: 3_600);
        await api.TestAsync(endpoint);
        await MessagesAsync(receiver, old, 2);
        var last = await api.RotateAsync(endpoint, overlapSeconds: 0);
        await api.TestAsync(endpoint);
        await MessagesAsync(receiver, old, 3);

        (await receiver.JudgeAsync(old)).Select(m => m.Verified).ShouldBe([true, true, false]);
        (await receiver.JudgeAsync(next)).Select(m => m.Verified).ShouldBe([false, true, false]);
        (await receiver.JudgeAsync(last)).Select(m => m.Verified).ShouldBe([false, false, true]);
        (await receiver.JudgeAsync(last)).Select(m => m.Refused).ShouldBe([true, true, false]);
    }

    private static async Task<IReadOnlyList<VerifiedMessage>> MessagesAsync(NodeReceiver receiver, string secret, int count)
    {
        IReadOnlyList<VerifiedMessage> messages = [];
        await Eventually.TrueAsync(
            async () => (messages = await receiver.JudgeAsync(secret)).Count >= count);
        return messages;
    }
}
