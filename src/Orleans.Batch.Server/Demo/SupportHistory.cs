namespace Orleans.Batch.Server.Demo;

/// <summary>
/// Two years of customer support, generated from a seed: accounts sign up, change, are called, and their users chat
/// with support. Oldest first. The state of accounts changes during the enumeration, so use each item before the next.
/// </summary>
internal sealed class SupportHistory
{
    private const double ItemsOfAnEvent = 2.2;
    private const int UsersOfTenGraphs = 6;
    private static readonly DateTimeOffset Begin = new(2024, 1, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Length = TimeSpan.FromDays(730);
    private static readonly string[] Jobs = ["operations lead", "office manager", "data analyst", "team lead", "administrator", "buyer"];

    private readonly PriorityQueue<ChatLine, (DateTimeOffset At, int Order)> _due = new();
    private readonly DemoOptions _options;
    private readonly SeededRandom _random;
    private int _order;
    private int _chats;

    /// <summary>Creates the accounts and users, before any event.</summary>
    public SupportHistory(DemoOptions options)
    {
        _options = options;
        _random = new SeededRandom(options.Seed);
        var users = options.Graphs * UsersOfTenGraphs / 10;
        Accounts = [.. Enumerable.Range(1, Math.Max(1, options.Graphs - users)).Select(n => new DemoAccount(n, _random))];
        Users = [.. Enumerable.Range(1, users).Select(n => new DemoUser(n, Accounts[(n - 1) % Accounts.Count], _random.Pick(Jobs)))];
        foreach (var user in Users)
        {
            user.Account.Users.Add(user);
        }
    }

    /// <summary>Every account, in the order they sign up.</summary>
    public IReadOnlyList<DemoAccount> Accounts { get; }

    /// <summary>Every user.</summary>
    public IReadOnlyList<DemoUser> Users { get; }

    /// <summary>The events; enumerate them only once.</summary>
    public IEnumerable<DemoItem> Items() => Endless().Take(_options.Items);

    private IEnumerable<DemoItem> Endless()
    {
        var step = Length * ItemsOfAnEvent / _options.Items;
        var signedUp = 0;
        for (var now = Begin; ; now += step)
        {
            while (_due.TryPeek(out var line, out var due) && due.At <= now)
            {
                _due.Dequeue();
                yield return Speak(line, due.At);
            }

            // All have signed up after three fifths of the time.
            if (signedUp < Accounts.Count && (now - Begin) / Length * 5 / 3 * Accounts.Count >= signedUp)
            {
                yield return new(now, Accounts[signedUp++], "", null, false);
                continue;
            }

            yield return Happen(now, Accounts[_random.Next(signedUp)]);
        }
    }

    private DemoItem Happen(DateTimeOffset now, DemoAccount account)
    {
        var kind = _random.Next(10);
        if (kind < 3 && account.Users.Count > 0)
        {
            var user = account.Users[account.Tickets++ % account.Users.Count];
            var topic = _random.Pick(SupportTopics.All);
            return Speak(new ChatLine(new DemoChat(++_chats, user), topic, 0), now);
        }

        if (kind < 6)
        {
            return new(now, account, SupportTopics.Fill(_random.Pick(SupportTopics.Notes), account, ""), null, false);
        }

        account.Drift(_random);
        return new(now, account, "", null, false);
    }

    private DemoItem Speak(ChatLine line, DateTimeOffset now)
    {
        var (chat, topic, at) = line;
        var account = chat.User.Account;
        var item = new DemoItem(now, account, SupportTopics.Fill(topic.Lines[at], account, chat.User.Job), chat, at % 2 == 0);
        if (at + 1 < topic.Lines.Length)
        {
            _due.Enqueue(line with { At = at + 1 }, (now + TimeSpan.FromSeconds(20 + _random.Next(400)), _order++));
        }
        else
        {
            topic.Outcome(account);
        }

        return item;
    }

    private sealed record ChatLine(DemoChat Chat, SupportTopics.Topic Topic, int At);
}
