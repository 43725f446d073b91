using Orleans.Batch.LocalPostgres;

namespace Orleans.Batch.Server.Settings;

/// <summary>
/// Consent to install PostgreSQL's programs: by <c>--install-postgresql</c>, or by an answer on the terminal. Progress
/// goes to standard error, because standard output is for the commands' results.
/// </summary>
/// <param name="givenByOption">Whether the option was given.</param>
internal sealed class InstallationConsent(bool givenByOption) : IInstallationApproval
{
    public async Task<InstallationDecision> DecideAsync(InstallationOffer offer, CancellationToken cancellationToken)
    {
        var advice = $"Or start with {Commands.SharedOptions.InstallOptionName} to {offer.Action}.";
        return new InstallationDecision(givenByOption || (CanAsk() && await AskAsync(offer, cancellationToken)), advice);
    }

    public void ReportStep(string step) => Console.Error.WriteLine(step);

    private static bool CanAsk() =>
        !Console.IsInputRedirected && !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    private static async Task<bool> AskAsync(InstallationOffer offer, CancellationToken cancellationToken)
    {
        Console.WriteLine(offer.Problem);
        Console.WriteLine($"The server can {offer.Action}.");
        Console.Write("Do that now? [y/N] ");

        // Ctrl+C cancels the wait for the line; the thread that reads it ends with the process.
        var answer = await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        return answer?.Trim() is "y" or "Y" or "yes" or "Yes" or "YES";
    }
}
