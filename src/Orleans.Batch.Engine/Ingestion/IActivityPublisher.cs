namespace Orleans.Batch.Ingestion;

/// <summary>Announces real-time activity in this process to the batches of other processes.</summary>
public interface IActivityPublisher
{
    /// <summary>Publishes activity. Returns at once; the message may come late, or be lost with a fault.</summary>
    void Publish();
}
