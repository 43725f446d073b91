namespace Orleans.Batch.Chaos.Faults;

/// <summary>The faults, as they are counted and printed.</summary>
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
