namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>The body of every answer of version 4 that is not a success.</summary>
/// <param name="Error">The error.</param>
internal sealed record ErrorEnvelope(ErrorObject Error);

/// <summary>An error: of an answer, a task or an item.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">What is wrong, where, and what to do.</param>
internal sealed record ErrorObject(string Code, string Message)
{
    /// <summary>The field or path parameter at fault; absent when there is no single one.</summary>
    public string? Param { get; init; }

    /// <summary>What the code does not say; absent when it says it all.</summary>
    public ErrorDetails? Details { get; init; }

    /// <summary>The id of the request in the service's log; absent in tasks and items.</summary>
    public string? RequestId { get; init; }
}

/// <summary>What the code of an error does not say.</summary>
internal sealed record ErrorDetails
{
    /// <summary>A narrower code.</summary>
    public string? Reason { get; init; }

    /// <summary>How many problems there are in all.</summary>
    public int? ErrorCount { get; init; }

    /// <summary>The problems, at most 1,000.</summary>
    public IReadOnlyList<ErrorProblem>? Errors { get; init; }
}

/// <summary>One problem of a request.</summary>
/// <param name="Index">The position of the item or message in the request, from 0.</param>
/// <param name="Line">Of a stream of lines, instead of an index: the line, from 1.</param>
/// <param name="Param">The field at fault.</param>
/// <param name="Code">A narrow code.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
internal sealed record ErrorProblem(int? Index, long? Line, string? Param, string Code, string Message)
{
    // The service's names of the destination of an item, which version 4 addresses by UUID.
    private static readonly Dictionary<string, string> Destinations = new(StringComparer.Ordinal)
    {
        ["graph_id"] = "graph_uuid",
        ["user_id"] = "user_uuid",
        ["thread_id"] = "thread_uuid",
    };

    public static ErrorProblem From(Problem problem)
    {
        var ofItem = problem.Index is not null || problem.Line is not null;
        var param = ofItem && problem.Field is { } field ? Destinations.GetValueOrDefault(field, field) : problem.Field;
        return new(problem.Index, problem.Line, param, problem.Code, problem.Message);
    }
}
