namespace Orleans.Batch.Server.Demo;

/// <summary>The ids of a history's destinations.</summary>
internal sealed class DemoIds(DemoOptions options)
{
    /// <summary>The graph of an account.</summary>
    public string Graph(DemoAccount account) => $"{options.Prefix}-account-{account.Number:D4}";

    /// <summary>A user.</summary>
    public string User(DemoUser user) => $"{options.Prefix}-user-{user.Number:D4}";

    /// <summary>The thread of a chat.</summary>
    public string Thread(DemoChat chat) => $"{options.Prefix}-chat-{chat.Number:D5}";
}
