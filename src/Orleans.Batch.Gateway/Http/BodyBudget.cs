using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Http;

/// <summary>How many bytes of bodies may still be held in memory, over all calls.</summary>
internal sealed class BodyBudget(IOptions<BatchGatewayOptions> options)
{
    private long _free = options.Value.MaxBufferedBytes;

    public void Take(int bytes)
    {
        if (Interlocked.Add(ref _free, -bytes) < 0)
        {
            GiveBack(bytes);
            throw new HttpRefusalException(
                StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "too many large bodies at once; send it again shortly")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
                Close = true,
            };
        }
    }

    public void GiveBack(int bytes) => Interlocked.Add(ref _free, bytes);
}
