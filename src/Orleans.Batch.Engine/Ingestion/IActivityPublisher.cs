namespace Orleans.Batch.Ingestion;

/// <summary>Lets the batches of other processes know that real time is active in this one.</summary>
public interface IActivityPublisher
{
    /// <summary>Real time did something. Returns at once; the word may come late, or be lost with a fault.</summary>
    void Publish();
}
