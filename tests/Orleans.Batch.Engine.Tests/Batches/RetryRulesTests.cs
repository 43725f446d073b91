using Orleans.Batch.Batches;

namespace Orleans.Batch.Engine.Tests.Batches;

public sealed class RetryRulesTests
{
    private static readonly Guid Batch = Guid.Parse("0198c0de-0000-7000-8000-000000000001");

    [Fact]
    public void Check_ItemsOfTheBatch_AreItsSequenceIndexesOnce()
    {
        RetryRules.Check(Batch, new RetrySelection()).ShouldBeNull();
        RetryRules.Check(Batch, new RetrySelection { ItemIds = [Id(7), Id(3), Id(7)] }).ShouldBe([7, 3]);
    }

    [Fact]
    public void Check_ASelectionThatChoosesNothing_IsRefused()
    {
        Refused(new RetrySelection { Statuses = [] }).ShouldBe([ErrorCodes.Required]);
        Refused(new RetrySelection { Codes = [], ItemIds = [] }).ShouldBe([ErrorCodes.Required, ErrorCodes.Required]);
        Refused(new RetrySelection { Statuses = [ItemStatus.Failed, ItemStatus.Succeeded] }).ShouldBe([ErrorCodes.NotRetryable]);
        Refused(new RetrySelection { ItemIds = [Id(1), Guid.NewGuid()] }).ShouldBe([ErrorCodes.NotFound]);
    }

    private static Guid Id(int sequence) => BatchItemId.Create(Batch, sequence);

    private static IEnumerable<string> Refused(RetrySelection selection) =>
        Should.Throw<BatchServiceException>(() => RetryRules.Check(Batch, selection)).Problems.Select(p => p.Code);
}
