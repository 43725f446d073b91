using System.Text.Json.Serialization;

namespace Orleans.Batch.Dashboard;

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class UploadJson : JsonSerializerContext;
