namespace Orleans.Batch.Server.Demo;

/// <summary>The topics of support chats and their ends. The user begins and the two alternate.</summary>
internal static class SupportTopics
{
    /// <summary>A chat: its lines, with places for facts, and its change to the account.</summary>
    internal sealed record Topic(string[] Lines, Action<DemoAccount> Outcome);

    /// <summary>All of them.</summary>
    public static readonly Topic[] All =
    [
        new(
            [
                "Hello, our invoice lists {seats} seats, but {fewer} of us work with it.",
                "Thank you for writing. I see {seats} seats on the {plan} plan of {account}. Shall I set it to {fewer} from next month?",
                "Yes, please do.",
                "Done: {account} has {fewer} seats from the first of next month. The next invoice will show it.",
            ],
            a => a.Seats = Fewer(a)),
        new(
            [
                "We would like our people to sign in with the company login. What do we need?",
                "Single sign-on is part of your {plan} plan. An administrator turns it on under Settings, Access.",
                "I did that, and now the test user is refused with 'unknown audience'.",
                "That text means the audience field is empty. It must hold the address of your workspace.",
                "It works now. Thank you!",
                "Good to hear. {account} now uses single sign-on; password logins stay open for administrators only.",
            ],
            a => a.SingleSignOn = true),
        new(
            [
                "The weekly export has not arrived since Monday.",
                "I am sorry about that. The export of {account} stopped because its destination refused the file.",
                "We moved the destination to the {region} office last week.",
                "Then the old address is still in the schedule. I have paused it so that you can enter the new one.",
                "The new address is in. Could you send the missing weeks again?",
                "Both missing weeks have been sent. I left a note for team {team}, who look after {account}.",
            ],
            a => a.Health = "yellow"),
        new(
            [
                "Since this morning every search takes ten seconds or more. We are {seats} people waiting.",
                "I can see it. One shard in the {region} region is slow, and your workspace is on it.",
                "When will it be repaired?",
                "It was moved a minute ago. Could you try again?",
                "Fast again. Please tell us earlier next time.",
                "I understand. {account} is now on the list that is told first, and team {team} knows of it.",
            ],
            a => a.Health = "red"),
        new(
            [
                "We are growing and need more than the {plan} plan allows. What comes next?",
                "The next plan is {nextPlan}. With {seats} seats you would keep all your data and settings.",
                "Fine, please move us over. My job here is {job}, so I may decide that.",
                "{account} is on the {nextPlan} plan as of today.",
            ],
            a => a.Plan = Next(a)),
        new(
            [
                "How do I give a colleague the right to see reports, but not to change them?",
                "Give them the role Reader under Settings, People. It shows reports and changes nothing.",
                "And can a Reader download them?",
                "Yes, unless downloads are turned off for the workspace. For {account} they are on.",
                "Perfect, that was all.",
            ],
            a => a.Health = "green"),
    ];

    /// <summary>The notes about calls with an account.</summary>
    public static readonly string[] Notes =
    [
        "Call with {account}: they use {seats} seats on the {plan} plan and are content. Next talk in a month.",
        "{account} asked for a roadmap session. Team {team} prepares it.",
        "Renewal talk with {account}. They want to stay on the {plan} plan and asked about a longer term.",
        "{account} reports that the {region} office has begun to work with the product as well.",
        "Visit at {account}: the new dashboard was well received; exports are what they miss most.",
        "Team {team} took over {account}. Hand-over notes are in the CRM.",
        "{account} had an outage of its own network; our service was not the reason.",
    ];

    /// <summary>A line with the current facts in it.</summary>
    public static string Fill(string line, DemoAccount account, string job) => line
        .Replace("{account}", account.Name, StringComparison.Ordinal)
        .Replace("{seats}", $"{account.Seats}", StringComparison.Ordinal)
        .Replace("{fewer}", $"{Fewer(account)}", StringComparison.Ordinal)
        .Replace("{plan}", DemoAccount.Plans[account.Plan], StringComparison.Ordinal)
        .Replace("{nextPlan}", DemoAccount.Plans[Next(account)], StringComparison.Ordinal)
        .Replace("{region}", account.Region, StringComparison.Ordinal)
        .Replace("{team}", account.Team, StringComparison.Ordinal)
        .Replace("{job}", job, StringComparison.Ordinal);

    private static int Fewer(DemoAccount account) => Math.Max(2, account.Seats - 3);

    private static int Next(DemoAccount account) => Math.Min(DemoAccount.Plans.Length - 1, account.Plan + 1);
}
