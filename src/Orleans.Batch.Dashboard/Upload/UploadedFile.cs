using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Dashboard;

/// <summary>The result of an upload.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Created">How many users, graphs and threads it created.</param>
/// <param name="Unknown">Fields that were ignored.</param>
internal sealed record UploadedFile(AddedItems Items, int Created, IReadOnlyList<UnknownField> Unknown)
{
    /// <summary>The message for the user.</summary>
    /// <param name="name">The file's name.</param>
    public string Summary(string? name)
    {
        var more = Items.AlreadyLoaded is { } loaded
            ? $" {NumberText.Count(loaded)} more {(loaded == 1 ? "is" : "are")} already loaded{Held} and not in it."
            : "";
        var made = Created > 0 ? $" {NumberText.Count(Created)} users, graphs and threads were created." : "";
        var unknown = string.Concat(Unknown.Select(u =>
            $" The field \"{SafeText.Truncate(u.Field, 40)}\" is unknown and left out of {NumberText.Count(u.Lines)} lines, the first is line {u.FirstLine}"
            + (u.DidYouMean is { } meant ? $"; did you mean {meant}?" : ".")).Take(MostFields));
        return $"{NumberText.Count(Items.Accepted)} items of {name} are in a draft. Nothing of it runs yet.{more}{made}{unknown}";
    }

    private const int MostFields = 3;

    /// <summary>Why there is nothing to process.</summary>
    public string NothingNew =>
        $"all its {NumberText.Count(Items.AlreadyLoaded ?? 0)} items are already loaded{Held}; to load them a second time, choose \"Load items again that are already loaded\"";

    private string Held => Items.HeldInDrafts is { } drafts ? $" (or wait in {(drafts.Count == 1 ? "the draft" : "drafts such as")} {drafts[0]})" : "";
}
