namespace Orleans.Batch;

/// <summary>Of what a project's model writes summaries. The numbers are stored; they never change.</summary>
public enum SummaryMode : short
{
    /// <summary>Of nothing: a request for one thread's summary is still served.</summary>
    None = 0,

    /// <summary>Of users.</summary>
    Users = 1,

    /// <summary>Of users and of all entities.</summary>
    All = 2,
}
