using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Orleans.Batch.EndToEnd.Clusters.Deploy;

/// <summary>The files in <c>deploy</c>, read as the programs read them.</summary>
internal static partial class DeployFiles
{
    /// <summary>The values that a user sets in .env.</summary>
    public static readonly IReadOnlyDictionary<string, string> Env = new Dictionary<string, string>
    {
        ["POSTGRES_PASSWORD"] = "0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778",
        ["BATCH_API_KEY"] = "8f3c1a5e7b9d2f4061738495a6b7c8d9e0f1a2b3c4d5e6f7",
        ["OPERATOR_SECRET"] = "c4d5e6f78f3c1a5e7b9d2f4061738495a6b7c8d9e0f1a2b3",
    };

    public static string Text(params string[] path) => File.ReadAllText(Path.Combine([AppContext.BaseDirectory, "deploy", .. path]));

    /// <summary>compose.yaml, with merge keys merged.</summary>
    public static Dictionary<object, object> Compose => (Dictionary<object, object>)Read(Text("compose.yaml")).Single();

    /// <summary>Every document of every Kubernetes file.</summary>
    public static IEnumerable<Dictionary<object, object>> Kubernetes => Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "deploy", "kubernetes"), "*.yaml")
        .SelectMany(f => Read(File.ReadAllText(f)))
        .Cast<Dictionary<object, object>>();

    /// <summary>The variables of one service, with the values of .env.</summary>
    public static Dictionary<string, string> Environment(string service) =>
        Compose.At("services", service, "environment").Map().ToDictionary(e => (string)e.Key, e => Substitute((string)e.Value));

    /// <summary>The value under a path of keys.</summary>
    public static object At(this object node, params string[] path) =>
        path.Aggregate(node, (n, key) => n.Map().TryGetValue(key, out var value)
            ? value
            : throw new KeyNotFoundException($"{string.Join('.', path)} is not there: no {key}"));

    public static Dictionary<object, object> Map(this object node) => (Dictionary<object, object>)node;

    public static IReadOnlyList<object> Items(this object node) => (List<object>)node;

    // ${NAME:?error without} and ${NAME:-default}.
    private static string Substitute(string value) => Variable().Replace(value, m =>
        Env.TryGetValue(m.Groups["name"].Value, out var given) ? given
        : m.Groups["how"].Value == ":-" ? m.Groups["word"].Value
        : throw new KeyNotFoundException($"{m.Groups["name"].Value} is in no .env"));

    private static IEnumerable<object> Read(string yaml)
    {
        var parser = new MergingParser(new Parser(new StringReader(yaml)));
        var deserializer = new DeserializerBuilder().Build();
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _))
        {
            yield return deserializer.Deserialize(parser)!;
        }
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)(?<how>:[?-])(?<word>[^}]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
