using System.Security.Cryptography;
using System.Text;
using Orleans.Batch.Silo.Serving;

namespace Orleans.Batch.Silo.Tests;

public sealed class OperatorDoorTests
{
    private const string Secret = "operator-secret-0123";

    [Theory]
    [InlineData("ops:" + Secret, true)]
    [InlineData(":" + Secret, true)]
    [InlineData("ops:operator-secret-0124", false)]
    [InlineData("ops:", false)]
    [InlineData(Secret, false)]
    public void Password_OfTheOperator_OpensAndNoOther(string credentials, bool opens) =>
        Opens("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))).ShouldBe(opens);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic not base64!")]
    [InlineData("Api-Key " + Secret)]
    [InlineData("Bearer " + Secret)]
    public void Headers_OfOtherKinds_DoNotOpen(string? header) => Opens(header).ShouldBeFalse();

    private static bool Opens(string? header) => OperatorDoor.Opens(header, SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));
}
