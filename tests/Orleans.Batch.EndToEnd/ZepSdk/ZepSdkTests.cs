using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.ZepSdk;

/// <summary>Zep's SDK against the one-process server.</summary>
public sealed class ZepSdkTests(ITestOutputHelper output)
{
    public static TheoryData<string> Scripts => ZepSdkScript.All;

    [ZepSdkTheory]
    [MemberData(nameof(Scripts))]
    public async Task Script_AgainstTheServer_PassesEveryCheck(string script)
    {
        using var data = new TemporaryDataDirectory();
        using var server = await RunningServer.ServeAsync(data);

        await ZepSdkScript.ShouldPassAsync(script, server.Url, server.Key, () => server.Output, output);
    }
}
