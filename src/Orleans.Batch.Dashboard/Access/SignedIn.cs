using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.Dashboard;

/// <summary>The user of the dashboard: set on the request by <see cref="SignInGate"/>.</summary>
/// <param name="Session">The session.</param>
/// <param name="Token">Its token, which only the user's browser has.</param>
internal sealed record SignedIn(Session Session, string Token)
{
    private const int MaxNotice = 600;
    private const char GoodMark = '+';
    private const char BadMark = '-';

    /// <summary>
    /// The token of this session's forms. It is derived from the session's token, which scripts of other sites cannot
    /// read, and does not reveal it.
    /// </summary>
    public string FormToken => Sign("form");

    public bool IsFormToken(string? sent) => sent is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent), Encoding.UTF8.GetBytes(FormToken));

    /// <summary>A notice as a cookie that is bound to this session.</summary>
    public string Seal(Notice notice)
    {
        var text = $"{(notice.Bad ? BadMark : GoodMark)}" + (notice.Text.Length > MaxNotice ? notice.Text[..MaxNotice] + "…" : notice.Text);
        var value = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
        return value + "." + Sign("notice:" + value);
    }

    public Notice? OpenNotice(string? cookie)
    {
        if (cookie?.Split('.') is not [var value, var mark]
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mark), Encoding.UTF8.GetBytes(Sign("notice:" + value))))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(value));
        return new Notice(text[1..], text[0] == BadMark);
    }

    private string Sign(string purpose) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Token), Encoding.UTF8.GetBytes(purpose)));
}
