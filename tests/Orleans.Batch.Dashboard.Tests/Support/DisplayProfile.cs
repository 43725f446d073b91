namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>The screen and color scheme of a page.</summary>
public sealed record DisplayProfile(string Name, int Width, int Height, ColorScheme Scheme)
{
    public static DisplayProfile Desktop { get; } = new("desktop-light", 1280, 800, ColorScheme.Light);

    public static DisplayProfile DesktopDark { get; } = Desktop with { Name = "desktop-dark", Scheme = ColorScheme.Dark };

    public static DisplayProfile Phone { get; } = new("phone-light", 390, 844, ColorScheme.Light);

    public static DisplayProfile PhoneDark { get; } = Phone with { Name = "phone-dark", Scheme = ColorScheme.Dark };

    public static IReadOnlyList<DisplayProfile> All { get; } = [Desktop, DesktopDark, Phone, PhoneDark];
}
