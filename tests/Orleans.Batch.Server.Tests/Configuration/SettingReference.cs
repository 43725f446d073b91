using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Orleans.Batch.Server.Tests.Configuration;

/// <summary>
/// One setting as the configuration reference lists it: read from the property that holds it and from its doc comment.
/// </summary>
internal sealed partial record SettingReference(string Section, PropertyInfo Property, string Summary)
{
    /// <summary>All settings: the writable properties of public types that name their configuration section.</summary>
    public static IReadOnlyList<SettingReference> ReadAll() =>
    [
        .. from file in Directory.GetFiles(AppContext.BaseDirectory, "Orleans.Batch.*.dll")
           where !file.EndsWith("Tests.dll", StringComparison.Ordinal) && File.Exists(Path.ChangeExtension(file, ".xml"))
           let docs = XDocument.Load(Path.ChangeExtension(file, ".xml"))
           from type in Assembly.Load(AssemblyName.GetAssemblyName(file)).GetExportedTypes()
           let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
           where section is not null
           orderby section
           from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
           where property.SetMethod is { IsPublic: true } || typeof(IList).IsAssignableFrom(property.PropertyType) || IsList(property.PropertyType)
           select new SettingReference(section, property, SummaryOf(docs, property)),
    ];

    /// <summary>The environment variable, such as <c>Batch__LaneWindow</c>.</summary>
    public string Name => $"{Section.Replace(":", "__", StringComparison.Ordinal)}__{Property.Name}";

    /// <summary>The row of the table.</summary>
    public string Row => $"| `{Name}` | {Default} | {Allowed} | {Meaning} |";

    /// <summary>The default that the doc comment states; null where it states none.</summary>
    public string? StatedDefault => DefaultSentence().Match(Summary) is { Success: true } match ? match.Groups["value"].Value : null;

    /// <summary>The default of the code, in words; null for none.</summary>
    public object? ActualDefault => Property.GetValue(Activator.CreateInstance(Property.DeclaringType!));

    private string Default => StatedDefault ?? ValueText.Write(ActualDefault, Property.PropertyType, IsSize);

    private bool IsSize => Property.PropertyType == typeof(long) || Property.Name.Contains("Bytes", StringComparison.Ordinal);

    private string Allowed => Property.GetCustomAttribute<RangeAttribute>() is not { } range
        ? Kind
        : $"{ValueText.Write(range.Minimum, Property.PropertyType, IsSize)} to {ValueText.Write(range.Maximum, Property.PropertyType, IsSize)}";

    private string Kind => Property.PropertyType switch
    {
        var t when t == typeof(bool) => "`true`, `false`",
        var t when IsList(t) => "a list: `__0`, `__1` …",
        var t when t.IsEnum && t.IsDefined(typeof(FlagsAttribute), inherit: false) => "names, separated by commas",
        var t when t.IsEnum => string.Join(", ", Enum.GetNames(t).Select(n => $"`{n.ToLowerInvariant()}`")),
        _ => "text",
    };

    private string Meaning => Spaces().Replace(DefaultSentence().Replace(Summary, ""), " ").Trim();

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>);

    private static string SummaryOf(XDocument docs, PropertyInfo property)
    {
        var id = $"P:{property.DeclaringType!.FullName}.{property.Name}";
        var summary = docs.Descendants("member").FirstOrDefault(m => (string?)m.Attribute("name") == id)?.Element("summary")
            ?? throw new InvalidOperationException($"{id} has no summary");
        return Spaces().Replace(string.Concat(summary.Nodes().Select(TextOf)), " ").Trim();
    }

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{((string)see.Attribute("cref")!).Split('.')[^1]}`",
        _ => "",
    };

    [GeneratedRegex(@"\s*Default: (?<value>[^.]*(\.\w[^.]*)*)\.(?= |$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DefaultSentence();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
