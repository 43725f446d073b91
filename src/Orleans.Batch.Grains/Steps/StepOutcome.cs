using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Steps;

/// <summary>How a step ended.</summary>
/// <param name="Result">What the step requests next; after a failure, another step after a pause.</param>
/// <param name="Failures">How many steps of the key have failed in a row.</param>
internal readonly record struct StepOutcome(StepResult Result, int Failures);
