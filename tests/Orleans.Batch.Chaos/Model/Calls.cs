namespace Orleans.Batch.Chaos.Model;

/// <summary>The names of the calls, as they are counted and printed.</summary>
public static class Calls
{
    public const string CreateBatch = "batch.create";
    public const string Add = "batch.add";
    public const string AddLines = "batch.add (lines)";
    public const string Process = "batch.process";
    public const string GetBatch = "batch.get";
    public const string ListBatches = "batch.list";
    public const string ListItems = "batch.items";
    public const string GetItem = "batch.item";
    public const string PatchItem = "batch.item.patch";
    public const string Validate = "batch.validate";
    public const string Cancel = "batch.cancel";
    public const string Pause = "batch.pause";
    public const string Resume = "batch.resume";
    public const string Retry = "batch.retry";
    public const string DeleteBatch = "batch.delete";
    public const string AddLive = "graph.add";
    public const string AddMessages = "thread.add_messages";
    public const string CreateGraph = "graph.create";
    public const string CreateUser = "user.create";
    public const string CreateThread = "thread.create";
    public const string DeleteGraph = "graph.delete";
    public const string DeleteUser = "user.delete";
    public const string DeleteThread = "thread.delete";
    public const string GetEpisode = "graph.episode.get";
    public const string DeleteEpisode = "graph.episode.delete";
    public const string Search = "graph.search";
    public const string Context = "thread.context";
    public const string Messages = "thread.messages";
}
