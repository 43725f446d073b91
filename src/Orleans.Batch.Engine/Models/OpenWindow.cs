namespace Orleans.Batch.Models;

/// <summary>A window that is still to be extracted.</summary>
/// <param name="Key">Its key.</param>
/// <param name="GraphKey">Its graph.</param>
/// <param name="ProjectKey">Its project.</param>
/// <param name="BatchKey">Its batch; 0 for live writes.</param>
/// <param name="Episodes">Its episodes, in order.</param>
/// <param name="Attempts">How many answers of no use there were.</param>
/// <param name="Profile">The name of the profile that the batch or the project has chosen; null: the default one.</param>
/// <param name="HeldBecause">Why its batch was last held; null: it was not.</param>
/// <param name="IsStrict">Whether entities without a declared type are left out.</param>
/// <param name="Replaces">Whether its facts are proposed to replace the ones that its episodes have.</param>
public sealed record OpenWindow(
    long Key,
    long GraphKey,
    long ProjectKey,
    long BatchKey,
    IReadOnlyList<Guid> Episodes,
    int Attempts,
    string? Profile,
    string? HeldBecause,
    bool IsStrict,
    bool Replaces)
{
    /// <summary>Whether it is of live writes.</summary>
    public bool IsLive => BatchKey == 0;
}

/// <summary>The next windows of a graph.</summary>
/// <param name="Due">Those that may be extracted now: live ones first, then in order.</param>
/// <param name="NextIn">How long until another is due; null when none is.</param>
public sealed record GraphWindows(IReadOnlyList<OpenWindow> Due, TimeSpan? NextIn);

/// <summary>What a window is about.</summary>
/// <param name="Window">Its turns and what is known.</param>
/// <param name="Vocabulary">What is declared for the graph.</param>
public sealed record WindowContent(ExtractionWindow Window, Facts.GraphVocabulary Vocabulary);
