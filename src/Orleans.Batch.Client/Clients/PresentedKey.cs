namespace Orleans.Batch.Client;

/// <summary>The API key that a call carries. The receiver looks it up: its presence proves nothing.</summary>
public static class PresentedKey
{
    private const string Name = "orleans-batch.api-key";

    /// <summary>Adds it to the calls that this flow of execution makes.</summary>
    internal static void Present(string apiKey) => RequestContext.Set(Name, apiKey);

    /// <summary>The key that came with the call; null when there is none. Calls made from here on do not carry it.</summary>
    public static string? Take()
    {
        var presented = RequestContext.Get(Name) as string;
        RequestContext.Remove(Name);
        return presented;
    }
}
