namespace Orleans.Batch;

/// <summary>What messages added in real time must be (contract §6.2).</summary>
public static class MessageRules
{
    /// <summary>Adds every problem of one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="index">Its position in the call.</param>
    /// <param name="problems">Where problems are added.</param>
    public static void Check(NewMessage message, int index, ProblemList problems)
    {
        TextRules.Check(message.Content, Limits.MessageLength, index, "content", problems);
        TextRules.Check(message.Name, Limits.SpeakerNameLength, index, "name", problems);
        MetadataRules.CheckItem(message.Metadata, index, problems);
    }
}
