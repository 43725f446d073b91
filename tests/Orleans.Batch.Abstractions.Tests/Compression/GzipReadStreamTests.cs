using System.IO.Compression;
using System.Text;

namespace Orleans.Batch.Abstractions.Tests.Compression;

/// <summary>Complete gzip data is read and anything else is refused, wherever it is cut and however it is read.</summary>
public sealed class GzipReadStreamTests
{
    private static readonly string First = string.Concat(Enumerable.Range(0, 400).Select(i => $"line {i}, {i * 7919}\n"));

    // With a file name in its header, and then a second member.
    private static readonly byte[] Whole = [.. WithName(Gzip(First)), .. Gzip("second\n")];

    private static readonly byte[] Empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Members_ReadInPiecesOfAnySize_AreReadAsOne(int piece)
    {
        foreach (var data in (byte[][])[Whole, [.. Empty, .. Whole], Empty, [], Gzip(First, CompressionLevel.NoCompression)])
        {
            var expected = Encoding.UTF8.GetString(Reference(data));
            (await ReadAsync(data, piece)).ShouldBe(expected);
            Read(data, piece).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task CutAnywhere_IsRefusedWithTheByte()
    {
        var second = WithName(Gzip(First)).Length;
        for (var length = 3; length < Whole.Length; length++)
        {
            if (length == second)
            {
                continue; // the first member alone is complete
            }

            var refusal = await RefusalOfAsync(Whole[..length]);
            refusal.Code.ShouldBe(ErrorCodes.InvalidEncoding);
            refusal.Message.ShouldBe($"x.gz is not complete, valid gzip: it breaks off at byte {length}, before the end of the data");
        }
    }

    [Fact]
    public async Task CutAfterAFlush_IsRefused()
    {
        // What was sent so far unpacks to complete lines.
        using var packed = new MemoryStream();
        await using var gzip = new GZipStream(packed, CompressionLevel.Fastest);
        await gzip.WriteAsync(Encoding.UTF8.GetBytes(First));
        await gzip.FlushAsync();
        var sent = packed.ToArray();
        Encoding.UTF8.GetString(Reference(sent)).ShouldBe(First);

        (await RefusalOfAsync(sent)).Message.ShouldContain($"breaks off at byte {sent.Length}");
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { (byte)'\n' })]
    [InlineData(new byte[] { 0x1F })]
    [InlineData(new byte[] { 0x1F, 0x8B })]
    [InlineData(new byte[] { 0x1F, 0x8B, 9, 0, 0, 0, 0, 0, 0, 0 })]
    public async Task BytesBehindTheEnd_AreRefused(byte[] more)
    {
        // Beyond the size of a piece, so that the end of the data also falls on a boundary of pieces.
        foreach (var length in Enumerable.Range(0, 600).Select(i => i * 3))
        {
            var random = new byte[length];
            new Random(length).NextBytes(random);
            var data = Gzip(Convert.ToHexString(random));
            (await RefusalOfAsync([.. data, .. more])).Code.ShouldBe(ErrorCodes.InvalidEncoding);
        }

        (await RefusalOfAsync([.. Whole, 0])).Message.ShouldContain($"other bytes follow the end of the data, which is before byte {Whole.Length + 1}");
    }

    [Fact]
    public async Task AnyOtherByteInData_IsRefused()
    {
        var data = Gzip(First);
        for (var i = 10; i < data.Length; i++)
        {
            if (i == data.Length - 9)
            {
                continue; // the last byte before checksum and length has bits without a meaning
            }

            var damaged = data.ToArray();
            damaged[i] ^= 0x10;
            (await RefusalOfAsync(damaged)).Code.ShouldBe(ErrorCodes.InvalidEncoding);
        }
    }

    [Fact]
    public async Task NotGzip_SaysWithWhatItBegins()
    {
        (await RefusalOfAsync("{}"u8.ToArray())).Message.ShouldBe("x.gz is not complete, valid gzip: it begins with the bytes 7B7D, gzip with 1F8B");
        (await RefusalOfAsync([0x1F])).Message.ShouldContain("begins with the bytes 1F,");
    }

    [Fact]
    public async Task Ratio_BeyondItsLimit_IsRefusedFromItsLengthOn()
    {
        var limits = new GzipLimits(MaxRatio: 100, AppliesFrom: 100_000);
        (await ReadAsync(Gzip(new string('\n', 100_000)), 8_192, limits)).Length.ShouldBe(100_000);

        var refusal = await Should.ThrowAsync<BatchServiceException>(() => ReadAsync(Gzip(new string('\n', 3_000_000)), 8_192, limits));

        refusal.Code.ShouldBe(ErrorCodes.TooLong);
        refusal.Message.ShouldStartWith("x.gz unpacks to more than 100 times its length (seen at byte ");
        (await ReadAsync(Gzip(Convert.ToHexString(new byte[1]) + First), 8_192, limits with { AppliesFrom = 0 })).Length.ShouldBe(First.Length + 2);
    }

    private static async Task<BatchServiceException> RefusalOfAsync(byte[] data)
    {
        var refusal = await Should.ThrowAsync<BatchServiceException>(() => ReadAsync(data, 4_096));
        Should.Throw<BatchServiceException>(() => Read(data, 4_096)).Message.ShouldBe(refusal.Message);
        return refusal;
    }

    private static async Task<string> ReadAsync(byte[] data, int piece, GzipLimits? limits = null)
    {
        await using var gzip = new GzipReadStream(new MemoryStream(data), "x.gz", limits);
        using var read = new MemoryStream();
        await gzip.CopyToAsync(read, piece);
        return Encoding.UTF8.GetString(read.ToArray());
    }

    private static string Read(byte[] data, int piece)
    {
        using var gzip = new GzipReadStream(new MemoryStream(data), "x.gz");
        using var read = new MemoryStream();
        gzip.CopyTo(read, piece);
        return Encoding.UTF8.GetString(read.ToArray());
    }

    private static byte[] Reference(byte[] data)
    {
        using var gzip = new GZipStream(new MemoryStream(data), CompressionMode.Decompress);
        using var read = new MemoryStream();
        gzip.CopyTo(read);
        return read.ToArray();
    }

    private static byte[] WithName(byte[] data) => [.. data[..3], 8, .. data[4..10], .. "name\0"u8, .. data[10..]];

    private static byte[] Gzip(string text, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
