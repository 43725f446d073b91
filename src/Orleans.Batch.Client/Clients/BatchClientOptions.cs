using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Client;

/// <summary>Who calls.</summary>
public sealed class BatchClientOptions
{
    /// <summary>The project's API key. The cluster looks at it with every call. Required.</summary>
    [Required]
    public string ApiKey { get; set; } = "";
}
