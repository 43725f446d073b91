namespace Orleans.Batch.Formats.Files;

/// <summary>A field that some lines have and that is ignored.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Lines">How many lines have it.</param>
/// <param name="FirstLine">The first of them.</param>
/// <param name="DidYouMean">The field that was probably meant; null when none is near.</param>
internal sealed record UnknownField(string Field, long Lines, long FirstLine, string? DidYouMean);
