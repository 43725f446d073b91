using Orleans.Batch.EndToEnd.Node;

namespace Orleans.Batch.EndToEnd.Webhooks;

/// <summary>Skipped, with the reason in its name, if Node or the libraries that verify webhooks are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WebhookReceiverFactAttribute : FactAttribute
{
    public WebhookReceiverFactAttribute()
    {
        if (NodePackage.WebhookReceiver.Problem is { } problem)
        {
            Skip = problem;
            DisplayName = problem;
        }
    }
}
