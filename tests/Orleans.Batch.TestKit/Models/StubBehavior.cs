namespace Orleans.Batch.TestKit.Models;

/// <summary>How the stub treats one request.</summary>
public enum StubBehavior
{
    /// <summary>The facts that the turns of the prompt state.</summary>
    Good,

    /// <summary>A good answer after <see cref="StubSettings.SlowBy"/>.</summary>
    Slow,

    /// <summary>429 with <c>Retry-After</c> of <see cref="StubSettings.RetryAfter"/>.</summary>
    RateLimited,

    /// <summary>429 without any header about limits.</summary>
    RateLimitedWithoutHint,

    /// <summary>429 because the account has no credit left.</summary>
    NoCredit,

    /// <summary>500.</summary>
    ServerError,

    /// <summary>The connection is closed without a response.</summary>
    ClosedConnection,

    /// <summary>The connection is closed in the middle of the response.</summary>
    ClosedInBody,

    /// <summary>The headers of a response, then nothing.</summary>
    Hanging,

    /// <summary>A response that never ends.</summary>
    EndlessBody,

    /// <summary>200 with a web page instead of a completion.</summary>
    WebPage,

    /// <summary>A redirect to another address.</summary>
    Redirect,

    /// <summary>A completion whose text is no JSON.</summary>
    BrokenJson,

    /// <summary>A completion that was cut off: half of its text, <c>finish_reason</c> is <c>length</c>.</summary>
    CutJson,

    /// <summary>A completion whose text is JSON of another form.</summary>
    WrongSchema,

    /// <summary>A good answer in which facts without a date have one, with a quote that is in no turn.</summary>
    InventedQuotes,

    /// <summary>A completion in which the model refuses to answer.</summary>
    ModelRefusal,

    /// <summary>401, as for a wrong key.</summary>
    Unauthorized,

    /// <summary>404, as for a model that the endpoint does not have.</summary>
    UnknownModel,

    /// <summary>400, as for a prompt that does not fit into the model's context.</summary>
    ContextTooLarge,
}
