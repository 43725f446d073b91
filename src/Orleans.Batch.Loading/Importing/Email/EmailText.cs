using System.Globalization;
using System.Net;
using System.Text;
using MimeKit;
using MimeKit.Text;

namespace Orleans.Batch.Loading;

/// <summary>The text of a message.</summary>
internal static class EmailText
{
    private const int ShownSubject = 300;
    private const int ShownAddresses = 300;

    /// <summary>Who wrote to whom about what, which every piece of the text begins with.</summary>
    public static string Head(MimeMessage message)
    {
        var head = new StringBuilder();
        Line("From", Shown(message.From));
        Line("To", Shown(message.To));
        Line("Cc", Shown(message.Cc));
        Line("Subject", TextRules.Truncate(message.Subject ?? "", ShownSubject));
        return head.Append('\n').ToString();

        void Line(string name, string value)
        {
            if (value.Length > 0)
            {
                head.Append(name).Append(": ").Append(value.ReplaceLineEndings(" ")).Append('\n');
            }
        }
    }

    /// <summary>The body as text; that of a message of HTML only without its markup.</summary>
    public static string Body(MimeMessage message) =>
        (message.TextBody is { Length: > 0 } text ? text : message.HtmlBody is { Length: > 0 } html ? FromHtml(html) : "").Trim();

    /// <summary>The metadata: the addresses of the sender and the subject.</summary>
    public static Dictionary<string, string> Metadata(MimeMessage message)
    {
        var metadata = new Dictionary<string, string>();
        if (message.From.Mailboxes.FirstOrDefault()?.Address is { Length: > 0 } from)
        {
            metadata["from"] = from;
        }

        if (!string.IsNullOrWhiteSpace(message.Subject))
        {
            metadata["subject"] = message.Subject;
        }

        if (message.InReplyTo is { Length: > 0 } reply)
        {
            metadata["in_reply_to"] = reply;
        }

        return metadata;
    }

    private static string Shown(InternetAddressList addresses)
    {
        var shown = new StringBuilder();
        var named = 0;
        foreach (var mailbox in addresses.Mailboxes)
        {
            var one = string.IsNullOrWhiteSpace(mailbox.Name) ? mailbox.Address : $"{mailbox.Name} <{mailbox.Address}>";
            if (shown.Length + one.Length > ShownAddresses)
            {
                shown.Append(CultureInfo.InvariantCulture, $" and {addresses.Mailboxes.Count() - named:N0} more");
                break;
            }

            shown.Append(named++ > 0 ? ", " : "").Append(one);
        }

        return shown.ToString();
    }

    private static string FromHtml(string html)
    {
        var text = new StringBuilder();
        using var reader = new StringReader(html);
        var tokens = new HtmlTokenizer(reader);
        var hidden = 0;
        while (tokens.ReadNextToken(out var token))
        {
            if (token is HtmlTagToken tag)
            {
                if (tag.Id is HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title)
                {
                    hidden = tag.IsEndTag ? 0 : 1;
                }
                else if (tag.Id is HtmlTagId.P or HtmlTagId.Div or HtmlTagId.Br or HtmlTagId.LI or HtmlTagId.TR or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3
                    or HtmlTagId.Table or HtmlTagId.BlockQuote)
                {
                    text.Append(tag is { Id: HtmlTagId.P, IsEndTag: true } ? "\n\n" : "\n");
                }
            }
            else if (token is HtmlDataToken { Data: var data } && token.Kind == HtmlTokenKind.Data && hidden == 0)
            {
                text.Append(data.ReplaceLineEndings(" "));
            }
        }

        return Tidy(WebUtility.HtmlDecode(text.ToString()));
    }

    // One space and at most one empty line.
    private static string Tidy(string text)
    {
        var lines = text.Split('\n').Select(l => string.Join(' ', l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        var tidy = new StringBuilder();
        var blank = 0;
        foreach (var line in lines)
        {
            blank = line.Length == 0 ? blank + 1 : 0;
            if (blank < 2)
            {
                tidy.Append(line).Append('\n');
            }
        }

        return tidy.ToString();
    }
}
