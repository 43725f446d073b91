namespace Orleans.Batch.Grains.Actors;

/// <summary>A grain with work here, which may belong to another silo once the cluster has changed.</summary>
internal interface IMovingGrain
{
    /// <summary>Goes if its place is another silo now; its work goes along.</summary>
    void LeaveIfElsewhere();
}
