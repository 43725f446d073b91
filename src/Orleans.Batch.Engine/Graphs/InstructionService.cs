using System.Globalization;

namespace Orleans.Batch.Graphs;

/// <summary>Instructions to models: validates input and calls the store.</summary>
internal sealed class InstructionService(IInstructionStore store) : IInstructionClient
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Instruction>> ListInstructionsAsync(
        ProjectId project, InstructionKind kind, GraphTarget? target, CancellationToken cancellationToken) =>
        GraphGuard.FindAsync(
            target is { } graph ? QueryRules.Require(graph) : default,
            () => store.FindInstructionsAsync(project, kind, target, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask AddInstructionsAsync(
        ProjectId project,
        InstructionKind kind,
        OntologyScope scope,
        IReadOnlyList<Instruction> instructions,
        CancellationToken cancellationToken)
    {
        Check(scope, instructions, fewest: 1);
        await ServiceGuard.RunAsync(async () =>
        {
            await store.AddInstructionsAsync(project, kind, scope, instructions, cancellationToken);
            return true;
        });
    }

    /// <inheritdoc/>
    public async ValueTask DeleteInstructionsAsync(
        ProjectId project, InstructionKind kind, OntologyScope scope, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        OntologyRules.Check(scope, problems);
        foreach (var name in names)
        {
            CheckText(name, Limits.NameLength, null, "instruction_names", problems);
        }

        FieldRules.Refuse(problems);
        await ServiceGuard.RunAsync(async () =>
        {
            await store.DeleteInstructionsAsync(project, kind, scope, names, cancellationToken);
            return true;
        });
    }

    /// <inheritdoc/>
    public async ValueTask SetInstructionsAsync(
        ProjectId project,
        InstructionKind kind,
        OntologyScope scope,
        IReadOnlyList<Instruction> instructions,
        CancellationToken cancellationToken)
    {
        Check(scope, instructions, fewest: 0);
        await ServiceGuard.RunAsync(async () =>
        {
            await store.SetInstructionsAsync(project, kind, scope, instructions, cancellationToken);
            return true;
        });
    }

    private static void Check(OntologyScope scope, IReadOnlyList<Instruction> instructions, int fewest)
    {
        var problems = new ProblemList();
        OntologyRules.Check(scope, problems);
        if (instructions.Count < fewest || instructions.Count > Limits.Instructions)
        {
            problems.Add(null, "instructions", instructions.Count == 0 ? ErrorCodes.Required : ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"instructions must hold {fewest} to {Limits.Instructions} entries, got {instructions.Count}"));
        }

        for (var i = 0; i < Math.Min(instructions.Count, Limits.Instructions); i++)
        {
            CheckText(instructions[i].Name, Limits.NameLength, i, "name", problems);
            CheckText(instructions[i].Text, Limits.DescriptionLength, i, "text", problems);
        }

        FieldRules.Refuse(problems);
    }

    private static void CheckText(string text, int max, int? index, string field, ProblemList problems)
    {
        TextRules.Check(text, max, index, field, problems);
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(index, field, ErrorCodes.Required, $"{field} must not be empty");
        }
    }
}
