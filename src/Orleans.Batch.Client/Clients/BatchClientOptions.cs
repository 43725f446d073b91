using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Client;

/// <summary>The identity of the caller.</summary>
public sealed class BatchClientOptions
{
    /// <summary>The project's API key. The cluster checks it on every call. Required.</summary>
    [Required]
    public string ApiKey { get; set; } = "";
}
