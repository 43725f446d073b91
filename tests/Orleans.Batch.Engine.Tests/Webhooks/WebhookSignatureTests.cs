using System.Text;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.Engine.Tests.Webhooks;

/// <summary>The vectors were computed by another HMAC-SHA256, Python's.</summary>
public sealed class WebhookSignatureTests
{
    private const string First = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Second = "whsec_//79/Pv6+fj39vX08/Lx8O/u7ezr6uno";
    private const string Third =
        "whsec_QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQg==";

    [Theory]
    [InlineData(
        First,
        "0f6e0000-0000-0000-0000-000000000001",
        1767225600,
        """{"event_name":"ingest.batch.completed"}""",
        "v1,ukIzoveiwvTqr/85hwyIxhcDfxgW5BFtGJDg7EoOWXE=")]
    [InlineData(Second, "m-2", 0, "{\"name\":\"Zoë ☃ 😀\"}", "v1,pqZfZNfXj5xQHWeiYPS55JDt3NRvT/YQGLECu0qdqw4=")]
    [InlineData(Third, "m-3", 4102444800, "", "v1,Ts/eFvkdRs3rtdV8hDanUEblENHZpV6l8dktALA7SLg=")]
    public void Sign_Vector_IsThatSignature(string secret, string id, long timestamp, string body, string signature) =>
        WebhookSignature.Sign(id, timestamp, Encoding.UTF8.GetBytes(body), [WebhookSecret.Parse(secret)]).ShouldBe(signature);

    [Fact]
    public void Sign_TwoSecrets_IsBothSignaturesNewestFirst()
    {
        ReadOnlyMemory<byte>[] secrets = [WebhookSecret.Parse(First), WebhookSecret.Parse(Second)];

        WebhookSignature.Sign("m", 1, "x"u8, secrets).ShouldBe(
            WebhookSignature.Sign("m", 1, "x"u8, [secrets[0]]) + " " + WebhookSignature.Sign("m", 1, "x"u8, [secrets[1]]));
    }

    [Fact]
    public void Create_NewSecret_Has32BytesAndReadsBack()
    {
        var secret = WebhookSecret.Create();

        secret.Length.ShouldBe(32);
        WebhookSecret.Parse(WebhookSecret.Format(secret)).ShouldBe(secret);
        WebhookSecret.Create().ShouldNotBe(secret);
    }

    [Theory]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("whsec_AAEC")]
    [InlineData("whsec_!")]
    public void Parse_NoSecret_IsRefused(string text) => Should.Throw<FormatException>(() => WebhookSecret.Parse(text));
}
