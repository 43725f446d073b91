namespace Orleans.Batch;

/// <summary>How an episode's data is to be read. The numbers are stored; they never change.</summary>
[GenerateSerializer]
[Alias("orleans-batch.data-type.v1")]
public enum DataType : short
{
    /// <summary>Plain text.</summary>
    Text = 0,

    /// <summary>A JSON document.</summary>
    Json = 1,

    /// <summary>A message, as in <c>Name (role): text</c>.</summary>
    Message = 2,
}
