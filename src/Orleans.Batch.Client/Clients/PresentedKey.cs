namespace Orleans.Batch.Client;

/// <summary>The API key as it travels with a call. Whoever receives it looks it up: that it came is no proof.</summary>
public static class PresentedKey
{
    private const string Name = "orleans-batch.api-key";

    /// <summary>Sends it along with the calls that this flow of execution makes.</summary>
    internal static void Present(string apiKey) => RequestContext.Set(Name, apiKey);

    /// <summary>What came with the call; null where nothing did. Calls made from here on do not carry it.</summary>
    public static string? Take()
    {
        var presented = RequestContext.Get(Name) as string;
        RequestContext.Remove(Name);
        return presented;
    }
}
