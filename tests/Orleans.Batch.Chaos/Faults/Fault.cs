namespace Orleans.Batch.Chaos.Faults;

/// <summary>What goes wrong, as it is counted and printed.</summary>
public enum Fault
{
    KillServer,
    KillPostmaster,
    KillBoth,
    EndSessions,
    StopSessionShortly,
    StopSessionBeyondTimeout,
    TakeOver,
    CleanRestart,
    LoseCommitAnswers,
    LoseCommits,
    HoldCommitAnswer,
    HoldCommit,
}
