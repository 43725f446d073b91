using Spectre.Console;

namespace Orleans.Batch.Loading;

/// <summary>The console of the process.</summary>
internal static class LoadConsole
{
    private const int WideEnough = 4_000;

    /// <summary>As wide as the terminal; without a terminal so wide that no line is wrapped, because programs read the lines.</summary>
    public static IAnsiConsole Create()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WideEnough;
        }

        return console;
    }
}
