using Microsoft.OpenApi;

namespace Orleans.Batch.Gateway.Http;

/// <summary>The OpenAPI data of one call, beyond its route.</summary>
/// <param name="Id">The operation id.</param>
/// <param name="Tag">The group it is shown in.</param>
/// <param name="Summary">What it does, in one sentence.</param>
/// <param name="Response">The body of a successful response.</param>
internal sealed record ApiOperation(string Id, string Tag, string Summary, Type Response)
{
    /// <summary>The status of a successful response.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The body; null when there is none.</summary>
    public BodySchema? Request { get; init; }

    /// <summary>Whether the body may be left out.</summary>
    public bool BodyOptional { get; init; }

    /// <summary>Query and header parameters; those in the path come from the route.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>Error statuses in addition to those of every call (400, 401, 429, 500, 503).</summary>
    public IReadOnlyList<int> Errors { get; init; } = [];

    /// <summary>
    /// Of a call that writes: the path whose GET shows whether it was done when the outcome is unknown (424). Null for
    /// a call that only reads.
    /// </summary>
    public string? OutcomeAt { get; init; }

    /// <summary>The media type of the response, unless it is JSON.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Another form that the body may have, by media type and meaning.</summary>
    public (string MediaType, string Description)? AlsoTakes { get; init; }

    /// <summary>Another form that the answer may have, by media type and meaning.</summary>
    public (string MediaType, string Description)? AlsoAnswers { get; init; }

    /// <summary>A header of the answer, by name and meaning.</summary>
    public (string Name, string Description)? ResponseHeader { get; init; }
}

/// <summary>A parameter of a call.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Description">Its meaning, default and limits.</param>
/// <param name="Type">Its JSON type.</param>
/// <param name="In">Its location.</param>
/// <param name="Values">The allowed values, when they are a closed list.</param>
internal sealed record ApiParameter(
    string Name,
    string Description,
    JsonSchemaType Type = JsonSchemaType.Integer,
    ParameterLocation In = ParameterLocation.Query,
    IReadOnlyList<string>? Values = null)
{
    public static ApiParameter Limit { get; } = new("limit", "How many at most, from 1. Default 50; above 1,000 it counts as 1,000.");

    public static ApiParameter Cursor { get; } = new("cursor", "The next_cursor of the page before; absent or 0 for the first page.");

    public static ApiParameter After { get; } = new(
        "cursor",
        "Instead of a page number: the next_cursor of the page before, or nothing (cursor=) for the first page. "
        + "Ordered by id, without a total; what is created or deleted meanwhile moves nothing out of sight.",
        JsonSchemaType.String);

    public static ApiParameter LastN { get; } = new("lastn", "The most recent so many, from 1; above 1,000 it counts as 1,000.");

    public static ApiParameter IdempotencyKey { get; } = new(
        "Idempotency-Key",
        "1 to 255 printable ASCII characters, kept seven days per project and path: a repeat with the same body gets the first answer again, "
        + "marked Idempotent-Replayed: true.",
        JsonSchemaType.String,
        ParameterLocation.Header);

    public static ApiParameter Status<T>(string description)
        where T : struct, Enum => new("status", description, JsonSchemaType.String, Values: EnumNames<T>.List);
}
