using FsCheck;
using FsCheck.Fluent;

namespace Orleans.Batch.Abstractions.Tests.Rules;

public sealed class BatchItemIdTests
{
    [Fact]
    public void Of_AnyBatchAndSequence_IsReadBackAndKeepsTheOrder() => Prop
        .ForAll(Gen.Choose(0, 49_999).ToArbitrary(), sequence =>
        {
            var batch = Guid.CreateVersion7();
            var id = BatchItemId.Create(batch, sequence);
            return BatchItemId.TryGetSequence(batch, id, out var read)
                && read == sequence
                && id.Version == 7
                && string.CompareOrdinal(id.ToString(), BatchItemId.Create(batch, sequence + 1).ToString()) < 0;
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void TryGetSequence_OfAnotherBatch_Fails() =>
        BatchItemId.TryGetSequence(Guid.CreateVersion7(), BatchItemId.Create(Guid.NewGuid(), 1), out _).ShouldBeFalse();
}
