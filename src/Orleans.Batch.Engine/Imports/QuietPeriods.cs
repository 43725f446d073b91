namespace Orleans.Batch.Imports;

/// <summary>The moments at which quiet hours begin and end. A time that the clock skips in spring counts as the one after it.</summary>
public static class QuietPeriods
{
    /// <summary>When the quiet hours that are now end; null when there are none now.</summary>
    public static DateTimeOffset? EndOf(QuietHours hours, DateTimeOffset now)
    {
        foreach (var (begin, end) in Around(hours, now))
        {
            if (begin <= now && now < end)
            {
                return end;
            }
        }

        return null;
    }

    /// <summary>When the next quiet hours begin.</summary>
    public static DateTimeOffset NextBegin(QuietHours hours, DateTimeOffset now) =>
        Around(hours, now).Select(static p => p.Begin).First(begin => begin > now);

    // From yesterday, whose hours may reach into today, to the day after tomorrow, which always begins later.
    private static IEnumerable<(DateTimeOffset Begin, DateTimeOffset End)> Around(QuietHours hours, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(hours.TimeZone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        for (var day = today.AddDays(-1); day <= today.AddDays(2); day = day.AddDays(1))
        {
            yield return (At(day, hours.From, zone), At(hours.To > hours.From ? day : day.AddDays(1), hours.To, zone));
        }
    }

    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
