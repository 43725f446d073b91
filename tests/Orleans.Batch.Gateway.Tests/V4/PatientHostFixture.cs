namespace Orleans.Batch.Gateway.Tests.V4;

/// <summary>A host that answers any number of refused keys with 401.</summary>
public sealed class PatientHostFixture : HostFixture
{
    /// <inheritdoc/>
    protected override void Configure(BatchGatewayOptions options) => options.RefusedKeysPerMinute = 1_000_000;
}
