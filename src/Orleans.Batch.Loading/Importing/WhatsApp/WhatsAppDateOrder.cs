namespace Orleans.Batch.Loading;

/// <summary>The order of day, month and year, which the phone's language decides.</summary>
internal enum WhatsAppOrder
{
    /// <summary>31/12/2024.</summary>
    DayFirst,

    /// <summary>12/31/2024.</summary>
    MonthFirst,

    /// <summary>2024-12-31.</summary>
    YearFirst,
}

/// <summary>Finds the order of a chat's dates.</summary>
internal static class WhatsAppDateOrder
{
    /// <summary>The order of this name: dmy, mdy or ymd.</summary>
    public static WhatsAppOrder Parse(string name) => name switch
    {
        "dmy" => WhatsAppOrder.DayFirst,
        "mdy" => WhatsAppOrder.MonthFirst,
        "ymd" => WhatsAppOrder.YearFirst,
        _ => throw new LoadException($"--date-format {name}: for whatsapp it is dmy, mdy or ymd."),
    };

    /// <summary>The order in words.</summary>
    public static string Describe(WhatsAppOrder order) => order switch
    {
        WhatsAppOrder.DayFirst => "day first",
        WhatsAppOrder.MonthFirst => "month first",
        _ => "year first",
    };

    /// <summary>
    /// The only order in which all dates exist; of two, the only one in which they never go back. Where both are
    /// possible the dates could be read wrong, so the user has to say.
    /// </summary>
    /// <exception cref="InvalidDataException">There are no messages, or both orders are possible.</exception>
    public static WhatsAppOrder Find(SourceFile chat)
    {
        using var lines = new StreamReader(chat.Open());
        var any = false;
        var (day, month) = (new Candidate(WhatsAppOrder.DayFirst), new Candidate(WhatsAppOrder.MonthFirst));
        while (lines.ReadLine() is { } line)
        {
            if (WhatsAppLine.Parse(line) is not { } found)
            {
                continue;
            }

            any = true;
            if (found.Parts.A > 31)
            {
                return WhatsAppOrder.YearFirst;
            }

            day.Add(found);
            month.Add(found);
        }

        return !any ? throw new InvalidDataException($"{chat.Name} is no chat of WhatsApp: no line begins with a date, a time and a name.")
            : day.Wrong != month.Wrong ? (day.Wrong < month.Wrong ? day.Order : month.Order)
            : day.Back != month.Back ? (day.Back < month.Back ? day.Order : month.Order)
            : throw new InvalidDataException(
                $"{chat.Name}: the dates can be read with the day or the month first; say which with --date-format dmy or --date-format mdy. Nothing was sent.");
    }

    private sealed class Candidate(WhatsAppOrder order)
    {
        private DateTime _last = DateTime.MinValue;

        public WhatsAppOrder Order => order;

        public long Wrong { get; private set; }

        public long Back { get; private set; }

        public void Add(WhatsAppLine line)
        {
            if (line.Time(order) is not { } at)
            {
                Wrong++;
                return;
            }

            // Messages that arrived late may be a little out of order.
            Back += _last != DateTime.MinValue && at < _last.AddDays(-2) ? 1 : 0;
            _last = at > _last ? at : _last;
        }
    }
}
