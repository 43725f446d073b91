namespace Orleans.Batch;

/// <summary>
/// What an episode is. The numbers are stored; they never change, and those of <see cref="DataType"/> are the same.
/// </summary>
[GenerateSerializer]
[Alias("orleans-batch.episode-source.v1")]
public enum EpisodeSource : short
{
    /// <summary>Plain text.</summary>
    Text = 0,

    /// <summary>A JSON document.</summary>
    Json = 1,

    /// <summary>A message.</summary>
    Message = 2,

    /// <summary>A fact that a caller wrote; its content is the fact's sentence.</summary>
    FactTriple = 3,
}
