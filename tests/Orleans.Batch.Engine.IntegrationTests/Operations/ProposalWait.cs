namespace Orleans.Batch.Engine.IntegrationTests.Operations;

/// <summary>Waits for what becomes of a proposal.</summary>
internal static class ProposalWait
{
    public static async Task<FactProposal> ForAsync(EngineScenario scenario, Guid batch, ProposalState state)
    {
        FactProposal? seen = null;
        await Eventually.TrueAsync(async () => (seen = (await scenario.GetAsync(batch)).Proposal)!.State == state);
        return seen!;
    }
}
