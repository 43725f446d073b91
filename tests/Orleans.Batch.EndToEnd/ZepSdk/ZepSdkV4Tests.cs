using Orleans.Batch.EndToEnd.Node;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.ZepSdk;

/// <summary>Version 4 of Zep's own SDK, unchanged, against the one-process server.</summary>
public sealed class ZepSdkV4Tests(ITestOutputHelper output)
{
    private const string Script = "v4-sdk.mjs";

    [ZepSdkV4Fact]
    public async Task Script_OfTheSdk_PassesEveryCheck()
    {
        var folder = ZepSdkV4Package.Folder!;
        foreach (var file in new[] { Script, "tap.mjs" })
        {
            File.Copy(Path.Combine(NodePackage.ZepSdk.Folder, file), Path.Combine(folder, file), overwrite: true);
        }

        using var data = new TemporaryDataDirectory();
        using var server = await RunningServer.ServeAsync(data);

        await ZepSdkScript.ShouldPassAsync(Path.Combine(folder, Script), server.Url, server.Key, () => server.Output, output);
    }
}
