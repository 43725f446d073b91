using System.Security.Cryptography;
using System.Text;
using Orleans.Batch.LocalPostgres;
using Orleans.Batch.Server.Settings;

namespace Orleans.Batch.Server.Operators;

/// <summary>
/// The secret for the Orleans Dashboard at <c>/ops</c>. The dashboard shows all projects, so no project's key opens it.
/// </summary>
/// <param name="Value">The secret.</param>
/// <param name="File">The file that holds it; null when it came from the environment.</param>
internal sealed record OperatorSecret(string Value, string? File)
{
    /// <summary>The environment variable for it.</summary>
    public const string Variable = "BATCH_OPERATOR_SECRET";

    private const int Least = 16;

    /// <summary>SHA-256 of the secret.</summary>
    public byte[] Hash { get; } = SHA256.HashData(Encoding.UTF8.GetBytes(Value));

    /// <summary>Checks the secret of the settings before anything is started.</summary>
    /// <exception cref="ServerRefusalException">It is too short.</exception>
    public static void RequireStrong(ServerSettings settings)
    {
        if (settings.OperatorSecret is { Length: < Least } given)
        {
            throw new ServerRefusalException(
                ExitCodes.BadSetting, $"{Variable} has {given.Length} characters; it needs {Least} or more. For one of 64: openssl rand -hex 32");
        }
    }

    /// <summary>
    /// The secret of the settings; otherwise the one of the data directory, created at the first start. Null for a
    /// member of a cluster without a setting: a generated secret would open this gateway and no other.
    /// </summary>
    public static OperatorSecret? Ensure(ServerSettings settings, bool isMember)
    {
        if (settings.OperatorSecret is { } given)
        {
            return new OperatorSecret(given, null);
        }

        if (isMember)
        {
            return null;
        }

        var directory = DataDirectory.At(settings.DataDirectory);
        var file = Path.Combine(directory.Secrets, "operator-secret");
        if (SecretFile.TryRead(file) is { } kept)
        {
            return new OperatorSecret(kept, file);
        }

        directory.Create();
        var made = SecretFile.NewSecret();
        SecretFile.Write(file, made);
        return new OperatorSecret(made, file);
    }
}
