namespace Orleans.Batch.Gateway;

/// <summary>Marks a call that waits out a database that restarts, its caller's key included.</summary>
internal sealed class PatientCall
{
    public static readonly PatientCall Instance = new();

    private PatientCall()
    {
    }
}
