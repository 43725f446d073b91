using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Dashboard;

/// <summary>The limits of the dashboard. Checked when the host starts.</summary>
public sealed class DashboardOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "Dashboard";

    /// <summary>How many hours a session lasts, used or not; then the user signs in again. Default: 12.</summary>
    [Range(1, 24 * 30)]
    public int SessionHours { get; set; } = 12;

    /// <summary>
    /// How many pages may be open with live updates at once, over all users; a further one reports that it does not
    /// update by itself. Default: 1,000.
    /// </summary>
    [Range(0, 100_000)]
    public int MaxLivePages { get; set; } = 1_000;
}
