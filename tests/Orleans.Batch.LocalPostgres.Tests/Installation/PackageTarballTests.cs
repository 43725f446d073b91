using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.LocalPostgres.Tests.Installation;

public sealed class PackageTarballTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _parent = Directory.CreateTempSubdirectory("ob-tarball-").FullName;
    private readonly string _root;

    public PackageTarballTests() => _root = Path.Combine(_parent, "root");

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public async Task UnpackAsync_FilesWithNarrowModes_AreReadableByAllAndKeepExecution()
    {
        using var content = Pack(
            File("package/native/bin/postgres", "program", OwnerOnly),
            File("package/native/share/postgres.bki", "data", UnixFileMode.UserRead));

        await PackageTarball.UnpackAsync(content, _root, default);

        var program = Path.Combine(_root, "package", "native", "bin", "postgres");
        var data = Path.Combine(_root, "package", "native", "share", "postgres.bki");
        (await System.IO.File.ReadAllTextAsync(program)).ShouldBe("program");
        (await System.IO.File.ReadAllTextAsync(data)).ShouldBe("data");
        if (!OperatingSystem.IsWindows())
        {
            Octal(program).ShouldBe("755");
            Octal(data).ShouldBe("644");
            Octal(Path.GetDirectoryName(program)!).ShouldBe("755");
        }
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("package/../../outside")]
    [InlineData("../root-too/outside")]
    [InlineData("/tmp/ob-tarball-outside")]
    public async Task UnpackAsync_PathOutsideOfTheDirectory_IsRefusedAndNotWritten(string name)
    {
        using var content = Pack(File(name, "evil"));

        (await Should.ThrowAsync<InvalidDataException>(PackageTarball.UnpackAsync(content, _root, default)))
            .Message.ShouldContain(name);

        Directory.EnumerateFileSystemEntries(_parent, "*", SearchOption.AllDirectories).ShouldBeEmpty();
        System.IO.File.Exists("/tmp/ob-tarball-outside").ShouldBeFalse();
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public async Task UnpackAsync_Link_IsRefused(TarEntryType type)
    {
        using var content = Pack(new PaxTarEntry(type, "package/link") { LinkName = "/etc/passwd" });

        (await Should.ThrowAsync<InvalidDataException>(PackageTarball.UnpackAsync(content, _root, default)))
            .Message.ShouldContain("package/link");
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public async Task UnpackAsync_TruncatedArchive_IsRefused(double kept)
    {
        using var whole = Pack(File("package/large", RandomText(100_000)), File("package/last", "last"));
        using var content = new MemoryStream(whole.ToArray()[..(int)(whole.Length * kept)]);

        var error = await Should.ThrowAsync<Exception>(PackageTarball.UnpackAsync(content, _root, default));

        // Both become a message of the installation.
        (error is InvalidDataException or IOException).ShouldBeTrue(error.ToString());
    }

    [Fact]
    public async Task VerifyAsync_RightChecksum_LeavesTheContentToBeRead()
    {
        using var content = new MemoryStream([1, 2, 3]);

        await PackageTarball.VerifyAsync(content, new NpmPackage("p", Checksum(content)), default);

        content.Position.ShouldBe(0);
    }

    [Fact]
    public async Task VerifyAsync_OneBitDiffers_IsRefused()
    {
        using var known = new MemoryStream([1, 2, 3]);
        using var content = new MemoryStream([1, 2, 2]);

        (await Should.ThrowAsync<PrivatePostgresException>(
            PackageTarball.VerifyAsync(content, new NpmPackage("p", Checksum(known)), default))).Message.ShouldContain("wrong checksum");
    }

    [Fact]
    public void CreateLinks_ListOfThePackage_LinksAreRelative()
    {
        WritePackage("""[{"source":"native/lib/libpq.so.5.17","target":"native/lib/libpq.so.5"}]""");

        PackageLinks.Create(_root);

        var link = new FileInfo(Path.Combine(_root, "native", "lib", "libpq.so.5"));
        link.LinkTarget.ShouldBe("libpq.so.5.17");
        System.IO.File.ReadAllText(link.FullName).ShouldBe("library");
    }

    [Theory]
    [InlineData("""[{"source":"native/lib/libpq.so.5.17","target":"../outside"}]""")]
    [InlineData("""[{"source":"../../etc/passwd","target":"native/lib/libpq.so.5"}]""")]
    [InlineData("[{")]
    public void CreateLinks_PathOutsideOrNoList_IsRefused(string list)
    {
        WritePackage(list);

        Should.Throw<InvalidDataException>(() => PackageLinks.Create(_root));

        Path.Exists(Path.Combine(_parent, "outside")).ShouldBeFalse();
        Path.Exists(Path.Combine(_root, "native", "lib", "libpq.so.5")).ShouldBeFalse();
    }

    private void WritePackage(string list)
    {
        Directory.CreateDirectory(Path.Combine(_root, "native", "lib"));
        System.IO.File.WriteAllText(Path.Combine(_root, "native", "lib", "libpq.so.5.17"), "library");
        System.IO.File.WriteAllText(Path.Combine(_root, "native", "pg-symlinks.json"), list);
    }

    private static PaxTarEntry File(string name, string text, UnixFileMode mode = UnixFileMode.UserRead) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)), Mode = mode };

    private static MemoryStream Pack(params TarEntry[] entries)
    {
        var packed = new MemoryStream();
        using (var compressed = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var archive = new TarWriter(compressed))
        {
            foreach (var entry in entries)
            {
                archive.WriteEntry(entry);
            }
        }

        packed.Position = 0;
        return packed;
    }

    private static string Checksum(MemoryStream content) => Convert.ToBase64String(SHA512.HashData(content.ToArray()));

    // Barely compressible text, so that a part of the archive is a part of the file.
    private static string RandomText(int length) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(length));

    private static string Octal(string path) =>
        OperatingSystem.IsWindows() ? "" : Convert.ToString((int)System.IO.File.GetUnixFileMode(path), 8);
}
