using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Webhooks;

/// <summary>Checks what attributes cannot: the allow-list, and limits that depend on each other.</summary>
internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        var problems = new List<string>();
        if (options.Visibility < options.AttemptTimeout * 2)
        {
            problems.Add("Webhooks:Visibility must be at least twice Webhooks:AttemptTimeout, or deliveries count as lost while they are made.");
        }

        for (var i = 0; i < options.Allow.Count; i++)
        {
            var (network, port) = (options.Allow[i].Network, options.Allow[i].Port);
            if (!IPNetwork.TryParse(network, out _))
            {
                problems.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Webhooks:Allow:{i}:Network must be a network such as 10.1.0.0/16, an address and the length of its prefix; got \"{network}\"."));
            }

            if (port is < 1 or > ushort.MaxValue)
            {
                problems.Add(string.Create(
                    CultureInfo.InvariantCulture, $"Webhooks:Allow:{i}:Port must be 1 to 65535; got {port}."));
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
