namespace Orleans.Batch;

/// <summary>The rules for messages added in real time.</summary>
public static class MessageRules
{
    /// <summary>Adds every problem of one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="index">Its position in the call.</param>
    /// <param name="problems">The list to add to.</param>
    public static void Check(NewMessage message, int index, ProblemList problems)
    {
        TextRules.Check(message.Content, Limits.MessageLength, index, "content", problems);
        TextRules.Check(message.Name, Limits.SpeakerNameLength, index, "name", problems);
        MetadataRules.CheckItem(message.Metadata, index, problems);
    }
}
