using System.Buffers.Binary;
using System.Buffers.Text;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Sql;

/// <summary>Cursors do not reveal how many rows there are.</summary>
public sealed class CursorCipherTests
{
    private static readonly CursorCipher Cipher = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    [Fact]
    public void Hide_AnyKey_IsAnotherNumberThatReveals()
    {
        long[] keys = [.. Enumerable.Range(1, 20_000), CursorCipher.Limit / 2, CursorCipher.Limit - 1];

        var hidden = keys.Select(k => Cipher.Hide(3, 7, k)).ToArray();

        hidden.Distinct().Count().ShouldBe(keys.Length);
        hidden.ShouldAllBe(h => h > 0 && h < CursorCipher.Limit);
        hidden.Select(h => Cipher.Reveal(3, 7, h)).ShouldBe(keys.Cast<long?>());
        (hidden.Zip(hidden.Skip(1)).Count(p => p.Second > p.First) / (double)keys.Length).ShouldBe(0.5, 0.05);
    }

    [Fact]
    public void Hide_AnotherListOwnerOrInstallation_IsAnotherNumber()
    {
        long[] hidden =
        [
            Cipher.Hide(3, 7, 1), Cipher.Hide(3, 8, 1), Cipher.Hide(1, 7, 1), new CursorCipher(new byte[32]).Hide(3, 7, 1),
        ];
        hidden.Distinct().Count().ShouldBe(hidden.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(CursorCipher.Limit)]
    [InlineData(long.MaxValue)]
    public void Reveal_NoCursor_IsNull(long number) => Cipher.Reveal(3, 7, number).ShouldBeNull();

    [Fact]
    public void KeyCursor_OfAnotherListOwnerInstallationOrChanged_IsRefused()
    {
        var cursor = KeyCursor.From(Cipher, CursorLists.WebhookEndpoints, 7, 42);
        KeyCursor.Read(Cipher, CursorLists.WebhookEndpoints, 7, cursor).ShouldBe(42);
        var bytes = Base64Url.DecodeFromChars(cursor);
        BinaryPrimitives.ReadInt64BigEndian(bytes).ShouldNotBe(42);

        Refused(Cipher, CursorLists.WebhookAttempts, 7, cursor);
        Refused(Cipher, CursorLists.WebhookEndpoints, 8, cursor);
        Refused(new CursorCipher(new byte[32]), CursorLists.WebhookEndpoints, 7, cursor);
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            Refused(Cipher, CursorLists.WebhookEndpoints, 7, Base64Url.EncodeToString(changed));
        }
    }

    [Fact]
    public async Task ListAsync_Batches_PagesByCursorsThatAreNotKeys()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ours, others) = (await test.NewProjectAsync(), await test.NewProjectAsync());
        await test.ExecuteAsync(
            """
            INSERT INTO batch (batch_uuid, project_key, extraction)
            SELECT gen_random_uuid(), p, 0 FROM unnest(ARRAY[$1, $2]::bigint[]) p, generate_series(1, 5)
            """,
            ours.Value, others.Value);
        var store = new BatchReader(test.Database);
        var keys = await test.ColumnAsync<long>("SELECT batch_key FROM batch");
        var (seen, cursors, cursor) = (new List<Guid>(), new List<long>(), (long?)0);
        while (cursor is not null)
        {
            var page = await store.ListAsync(ours, new BatchQuery(2, cursor), default);
            seen.AddRange(page.Batches.Select(b => b.BatchId));
            cursor = page.NextCursor;
            cursors.AddRange(cursor is { } next ? [next] : []);
        }

        seen.Distinct().Count().ShouldBe(5);
        cursors.Count.ShouldBe(2);
        cursors.ShouldAllBe(c => !keys.Contains(c));
        (await Should.ThrowAsync<BatchServiceException>(async () => await store.ListAsync(ours, new BatchQuery(2, CursorCipher.Limit), default)))
            .Code.ShouldBe(ErrorCodes.OutOfRange);
    }

    private static void Refused(CursorCipher cipher, byte list, long owner, string cursor) =>
        Should.Throw<BatchServiceException>(() => KeyCursor.Read(cipher, list, owner, cursor)).Code.ShouldBe(ErrorCodes.InvalidRequest);
}
