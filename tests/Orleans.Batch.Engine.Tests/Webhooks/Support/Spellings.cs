namespace Orleans.Batch.Engine.Tests.Webhooks.Support;

/// <summary>Legal URLs for an internal address in different spellings; {0} is the port.</summary>
public static class Spellings
{
    public static TheoryData<string> OfLoopback { get; } = new(
        "127.0.0.1:{0}",
        "127.0.0.1.:{0}",
        "2130706433:{0}",
        "0x7f000001:{0}",
        "0x7f.1:{0}",
        "127.1:{0}",
        "127.0.1:{0}",
        "0177.0.0.1:{0}",
        "017700000001:{0}",
        "[::ffff:127.0.0.1]:{0}",
        "[::ffff:7f00:1]:{0}",
        "[0:0:0:0:0:ffff:7f00:0001]:{0}",
        "localhost:{0}",
        "LOCALHOST:{0}",
        "localhost.:{0}",
        "①②⑦.⓪.⓪.①:{0}",
        "１２７.0.0.1:{0}",
        "127。0。0。1:{0}",
        "127.0.0.1%2e:{0}",
        "ⓛocalhost:{0}");

    public static TheoryData<string> OfOtherInnerAddresses { get; } = new(
        "[::1]",
        "[::]",
        "0.0.0.0",
        "0",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::10.0.0.1]",
        "[2002:a00:1::]",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "169.254.169.254",
        "0xa9fea9fe",
        "2852039166",
        "10.0.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "224.0.0.1");
}
