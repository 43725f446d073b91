namespace Orleans.Batch.Server.Demo;

/// <summary>A fictional customer of a fictional product; its data changes in the course of the history.</summary>
internal sealed class DemoAccount
{
    private static readonly string[] Beginnings = ["Quill", "Bram", "Osk", "Fenn", "Tarr", "Vel", "Hollo", "Drum", "Pell", "Wick", "Zor", "Mirr"];
    private static readonly string[] Ends = ["moor", "bick", "low", "stead", "vane", "thorp", "dale", "mere", "holt", "nook"];
    private static readonly string[] Trades = ["Freight", "Dental Supply", "Robotics", "Bakeries", "Surveying", "Textiles", "Water Systems", "Archives", "Optics", "Timber"];
    private static readonly string[] Teams = ["Amber", "Birch", "Cobalt", "Dune", "Ember", "Fern"];
    private static readonly string[] Regions = ["north", "south", "east", "west"];

    /// <summary>The plans, smallest first.</summary>
    public static readonly string[] Plans = ["starter", "growth", "business", "enterprise"];

    /// <summary>Creates account <paramref name="number"/>.</summary>
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

    /// <summary>The number, from 1.</summary>
    public int Number { get; }

    /// <summary>A name that is clearly a sample and belongs to no company.</summary>
    public string Name { get; }

    /// <summary>The location.</summary>
    public string Region { get; }

    /// <summary>The account manager.</summary>
    public string Team { get; set; }

    /// <summary>An index into <see cref="Plans"/>.</summary>
    public int Plan { get; set; }

    /// <summary>Paid seats.</summary>
    public int Seats { get; set; }

    /// <summary>Whether single sign-on is enabled.</summary>
    public bool SingleSignOn { get; set; }

    /// <summary>Chats since the beginning.</summary>
    public int Tickets { get; set; }

    /// <summary>The team's assessment.</summary>
    public string Health { get; set; } = "green";

    /// <summary>The users who write to support.</summary>
    public List<DemoUser> Users { get; }

    /// <summary>Changes a field in the CRM.</summary>
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
