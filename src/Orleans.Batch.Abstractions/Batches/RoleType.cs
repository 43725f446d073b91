namespace Orleans.Batch;

/// <summary>The role of a message's speaker. The numbers are stored; they never change.</summary>
[GenerateSerializer]
[Alias("orleans-batch.role-type.v1")]
public enum RoleType : short
{
    /// <summary>No role.</summary>
    Norole = 0,

    /// <summary>The system.</summary>
    System = 1,

    /// <summary>The assistant.</summary>
    Assistant = 2,

    /// <summary>The user.</summary>
    User = 3,

    /// <summary>A function's result.</summary>
    Function = 4,

    /// <summary>A tool's result.</summary>
    Tool = 5,
}
