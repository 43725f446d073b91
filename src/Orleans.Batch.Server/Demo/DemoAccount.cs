namespace Orleans.Batch.Server.Demo;

/// <summary>A made-up company that uses a made-up product; what is known of it changes as the history goes on.</summary>
internal sealed class DemoAccount
{
    private static readonly string[] Beginnings = ["Quill", "Bram", "Osk", "Fenn", "Tarr", "Vel", "Hollo", "Drum", "Pell", "Wick", "Zor", "Mirr"];
    private static readonly string[] Ends = ["moor", "bick", "low", "stead", "vane", "thorp", "dale", "mere", "holt", "nook"];
    private static readonly string[] Trades = ["Freight", "Dental Supply", "Robotics", "Bakeries", "Surveying", "Textiles", "Water Systems", "Archives", "Optics", "Timber"];
    private static readonly string[] Teams = ["Amber", "Birch", "Cobalt", "Dune", "Ember", "Fern"];
    private static readonly string[] Regions = ["north", "south", "east", "west"];

    /// <summary>The plans, smallest first.</summary>
    public static readonly string[] Plans = ["starter", "growth", "business", "enterprise"];

    /// <summary>Makes account <paramref name="number"/>.</summary>
    public DemoAccount(int number, SeededRandom random)
    {
        Number = number;
        Name = $"Demo {random.Pick(Beginnings)}{random.Pick(Ends)} {random.Pick(Trades)} {number}";
        Region = random.Pick(Regions);
        Team = random.Pick(Teams);
        Plan = random.Next(3);
        Seats = 5 + random.Next(60);
        Users = [];
    }

    /// <summary>Counted from 1.</summary>
    public int Number { get; }

    /// <summary>Clearly a sample, and nobody's.</summary>
    public string Name { get; }

    /// <summary>Where it is.</summary>
    public string Region { get; }

    /// <summary>Who looks after it.</summary>
    public string Team { get; set; }

    /// <summary>An index into <see cref="Plans"/>.</summary>
    public int Plan { get; set; }

    /// <summary>Paid places.</summary>
    public int Seats { get; set; }

    /// <summary>Whether single sign-on is on.</summary>
    public bool SingleSignOn { get; set; }

    /// <summary>Chats since it began.</summary>
    public int Tickets { get; set; }

    /// <summary>How the team sees it.</summary>
    public string Health { get; set; } = "green";

    /// <summary>Those who write to support.</summary>
    public List<DemoUser> Users { get; }

    /// <summary>Somebody changed something in the CRM.</summary>
    public void Drift(SeededRandom random)
    {
        switch (random.Next(5))
        {
            case 0:
                Team = random.Pick(Teams);
                break;
            case 1:
                Health = random.Pick(["green", "yellow", "red"]);
                break;
            case 2:
                Plan = Math.Min(Plans.Length - 1, Plan + 1);
                break;
            default:
                Seats = Math.Max(3, Seats + random.Next(15) - 5);
                break;
        }
    }
}
