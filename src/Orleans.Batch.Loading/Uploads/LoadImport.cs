using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Batch.Loading;

/// <summary>The import on the server that the batches of a load belong to: one name, one progress and one end.</summary>
/// <param name="api">The server.</param>
/// <param name="source">The items.</param>
/// <param name="description">What the server is told about it.</param>
internal sealed class LoadImport(ApiClient api, IItemSource source, ImportDescription description)
{
    // Other loads of the same content use the same imports, and one of them may have closed the first.
    private readonly List<string> _ids = [];

    /// <summary>Its id, once created.</summary>
    public string Id => _ids[0];

    /// <summary>Creates it, or finds the one that an interrupted run created.</summary>
    /// <returns>
    /// False when that one cannot be continued: it was canceled, undone, or deleted because everything was loaded already.
    /// </returns>
    public async Task<bool> OpenAsync(LoadKeys keys, CancellationToken cancel)
    {
        _ids.Clear();
        if (await FindOrCreateAsync(keys.Import(1), cancel) is not { } id)
        {
            return false;
        }

        _ids.Add(id);
        return true;
    }

    /// <summary>The next import for batches, once one is closed.</summary>
    /// <param name="closed">The id of the closed one.</param>
    /// <param name="keys">The keys of the load.</param>
    /// <param name="cancel">Ends the calls.</param>
    public async Task<string> AfterAsync(string closed, LoadKeys keys, CancellationToken cancel)
    {
        var number = _ids.IndexOf(closed) + 2;
        if (_ids.Count < number)
        {
            _ids.Add(await FindOrCreateAsync(keys.Import(number), cancel)
                ?? throw new LoadException($"Import {closed} is closed, and the one after it was canceled, undone or deleted. Run the same command again."));
        }

        return _ids[number - 1];
    }

    /// <summary>Closes it: no more batches come.</summary>
    /// <param name="items">How many items were sent.</param>
    /// <param name="cancel">Ends the calls.</param>
    public async Task CloseAsync(long items, CancellationToken cancel)
    {
        await DescribeAsync(Id, items, cancel);
        foreach (var id in _ids)
        {
            var answer = await api.PostAsync($"imports/{id}/close", null, null, readBody: false, cancel);
            if (!answer.Succeeded)
            {
                throw new LoadException($"Import {id} could not be closed: {answer.Message}");
            }
        }
    }

    /// <summary>Deletes it, since everything was loaded already. One that has batches of another load of the same content stays.</summary>
    public async Task DeleteAsync(CancellationToken cancel)
    {
        foreach (var id in _ids)
        {
            await api.DeleteAsync($"imports/{id}", cancel);
        }
    }

    private async Task<string?> FindOrCreateAsync(string key, CancellationToken cancel)
    {
        // A continued run repeats this call, so the body depends on the content alone: the file may have another name now.
        var body = JsonSerializer.SerializeToUtf8Bytes(new NewImportBody(source.Key, source.Key), LoadImportJson.Default.NewImportBody);
        var answer = await api.PostAsync("imports", body, key, readBody: true, cancel);
        if (answer is { Status: HttpStatusCode.Conflict, Code: ErrorCodes.NotFound })
        {
            return null;
        }

        var id = ApiResponse.Text(answer.Body, "import_id");
        if (!answer.Succeeded || id.Length == 0)
        {
            throw new LoadException($"The import could not be created: {answer.Message}");
        }

        return await DescribeAsync(id, source.ItemCount, cancel) ? id : null;
    }

    /// <returns>Whether it is there, and neither canceled nor undone.</returns>
    private async Task<bool> DescribeAsync(string id, long items, CancellationToken cancel)
    {
        var name = TextRules.Truncate(description.Name, Limits.ImportNameLength);
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new ImportChangesBody(name, items, QuietHoursBody.Create(description.QuietHours)), LoadImportJson.Default.ImportChangesBody);
        var answer = await api.PatchAsync($"imports/{id}", body, cancel);
        if (!answer.Succeeded && answer.Status != HttpStatusCode.NotFound)
        {
            throw new LoadException($"Import {id} could not be changed: {answer.Message}");
        }

        return answer.Succeeded
            && ApiResponse.Text(answer.Body, "cancel_requested_at").Length == 0
            && ApiResponse.Text(answer.Body, "status") is not ("undoing" or "undone");
    }
}

/// <summary>The body of the call that creates an import.</summary>
/// <param name="Name">Its first name.</param>
/// <param name="Source">The content.</param>
internal sealed record NewImportBody(string Name, string Source);

/// <summary>The body of the call that changes an import.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ExpectedItems">How many items it is going to have.</param>
/// <param name="QuietHours">Its quiet hours; null leaves them as they are.</param>
internal sealed record ImportChangesBody(string Name, long ExpectedItems, QuietHoursBody? QuietHours);

/// <summary>Quiet hours in the body of a call.</summary>
/// <param name="From">When they begin.</param>
/// <param name="To">When they end.</param>
/// <param name="TimeZone">The time zone of both.</param>
internal sealed record QuietHoursBody(string From, string To, string TimeZone)
{
    public static QuietHoursBody? Create(QuietHours? hours) => hours is null ? null : new(Format(hours.From), Format(hours.To), hours.TimeZone);

    private static string Format(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>The serialization of these bodies.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NewImportBody))]
[JsonSerializable(typeof(ImportChangesBody))]
internal sealed partial class LoadImportJson : JsonSerializerContext;
