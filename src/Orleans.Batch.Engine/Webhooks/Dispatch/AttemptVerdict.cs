namespace Orleans.Batch.Webhooks;

/// <summary>The consequence of an attempt.</summary>
public enum AttemptVerdict
{
    /// <summary>Delivered.</summary>
    Delivered,

    /// <summary>Failed; it is tried again.</summary>
    Retry,

    /// <summary>Failed, and no attempt is left.</summary>
    GaveUp,

    /// <summary>The receiver refused further attempts of this message.</summary>
    Aborted,

    /// <summary>The receiver is gone (410): the endpoint is disabled.</summary>
    Gone,
}
