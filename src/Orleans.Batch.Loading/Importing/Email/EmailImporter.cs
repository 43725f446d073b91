using MimeKit;

namespace Orleans.Batch.Loading;

/// <summary>Imports mail, from mbox files and files of one message (.eml): each message is an episode of one graph.</summary>
internal sealed class EmailImporter(ImportSettings settings) : IImporter
{
    /// <inheritdoc/>
    public async Task RunAsync(string path, ImportWriter writer, CancellationToken cancel)
    {
        using var files = SourceFiles.Open(path);
        var mails = files.All.Where(f => files.IsOne || f.Ends(".eml") || IsMailbox(f)).ToList();
        writer.LeaveOut("files that are not mail", files.All.Count - mails.Count);
        if (mails.Count == 0)
        {
            throw new InvalidDataException($"{path} has no mail (.eml, .mbox).");
        }

        if (settings.User is { } user)
        {
            writer.User("--user", user);
        }
        else
        {
            writer.Graph("--graph", Graph);
        }

        foreach (var file in mails)
        {
            if (IsMailbox(file) || (files.IsOne && BeginsAsMailbox(file)))
            {
                await ReadMailboxAsync(file, writer, cancel);
            }
            else
            {
                await ReadMessageAsync(file, writer, cancel);
            }
        }
    }

    private string Graph => settings.Graph ?? "email";

    private static bool IsMailbox(SourceFile file) => file.Ends(".mbox") || file.Ends(".mbx") || file.Last == "mbox";

    private static bool BeginsAsMailbox(SourceFile file)
    {
        using var content = file.Open();
        Span<byte> start = stackalloc byte[5];
        return content.ReadAtLeast(start, 5, throwOnEndOfStream: false) == 5 && start.SequenceEqual("From "u8);
    }

    private async Task ReadMailboxAsync(SourceFile file, ImportWriter writer, CancellationToken cancel)
    {
        await using var content = file.Open();
        var parser = new MimeParser(content, MimeFormat.Mbox);
        var number = 0L;
        try
        {
            while (!parser.IsEndOfStream)
            {
                number++;
                using var message = await parser.ParseMessageAsync(cancel);
                Add($"{file.Name}, message {number:N0}", message, writer);
            }
        }
        catch (FormatException e) when (number == 1)
        {
            throw new InvalidDataException($"{file.Name} is no mbox file: no message begins with a line \"From …\".", e);
        }
        catch (FormatException e)
        {
            writer.Reject($"{file.Name}, message {number:N0}", "", $"From here on the mailbox cannot be read: {e.Message}");
        }
    }

    private async Task ReadMessageAsync(SourceFile file, ImportWriter writer, CancellationToken cancel)
    {
        await using var content = file.Open();
        try
        {
            using var message = await MimeMessage.LoadAsync(content, cancel);
            Add(file.Name, message, writer);
        }
        catch (FormatException e)
        {
            writer.Reject(file.Name, "", $"It is no mail: {e.Message}");
        }
    }

    private void Add(string place, MimeMessage message, ImportWriter writer)
    {
        if (message.From.Count == 0 && message.MessageId is null && message.Subject is null)
        {
            writer.Reject(place, EmailText.Body(message), "It is no mail: it has no sender, no subject and no Message-ID");
            return;
        }

        writer.LeaveOut("attachments", message.Attachments.Count());
        var body = EmailText.Body(message);
        if (string.IsNullOrWhiteSpace(body))
        {
            writer.LeaveOut("messages without text");
            return;
        }

        // A message without the header has the date of 0001.
        DateTimeOffset? at = message.Headers.Contains(HeaderId.Date) && message.Date.Year > 1 ? message.Date : null;
        var id = message.MessageId ?? SourceIds.Hash(message.From.ToString(), message.Headers[HeaderId.Date] ?? "", message.Subject ?? "", body);
        writer.Group(at);
        writer.Add(new(place, body)
        {
            Graph = settings.User is null ? Graph : null,
            User = settings.User,
            Prefix = EmailText.Head(message),
            At = at,
            Id = "email:" + id,
            Description = "email",
            Document = "email-" + SourceIds.Hash(id),
            Metadata = EmailText.Metadata(message),
        });
    }
}
