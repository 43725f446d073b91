namespace Orleans.Batch.LocalPostgres;

/// <summary>Decides whether PostgreSQL's programs are installed, and receives the progress.</summary>
public interface IInstallationApproval
{
    /// <summary>Decides before anything is downloaded or changed.</summary>
    /// <param name="offer">What would be done.</param>
    /// <param name="cancellationToken">Cancels a question that waits for its answer.</param>
    Task<InstallationDecision> DecideAsync(InstallationOffer offer, CancellationToken cancellationToken);

    /// <summary>Receives one sentence before each step of the installation, which may take a minute.</summary>
    void ReportStep(string step);
}

/// <summary>An installation that can be carried out.</summary>
/// <param name="Problem">Why it is needed: sentences that name the missing program and how to install it by hand.</param>
/// <param name="Action">What it does, to follow "it can": "install the package ... with apt-get".</param>
public sealed record InstallationOffer(string Problem, string Action);

/// <summary>The answer to an <see cref="InstallationOffer"/>.</summary>
/// <param name="Approved">Whether the installation is carried out.</param>
/// <param name="Advice">If it is not: a sentence for the end of the error message.</param>
public sealed record InstallationDecision(bool Approved, string Advice);
