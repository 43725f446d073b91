namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>Through what a person looks at a page.</summary>
public sealed record Look(string Name, int Width, int Height, ColorScheme Scheme)
{
    public static Look Desktop { get; } = new("desktop-light", 1280, 800, ColorScheme.Light);

    public static Look DesktopDark { get; } = Desktop with { Name = "desktop-dark", Scheme = ColorScheme.Dark };

    public static Look Phone { get; } = new("phone-light", 390, 844, ColorScheme.Light);

    public static Look PhoneDark { get; } = Phone with { Name = "phone-dark", Scheme = ColorScheme.Dark };

    public static IReadOnlyList<Look> All { get; } = [Desktop, DesktopDark, Phone, PhoneDark];
}
