using Orleans.Batch.PostgreSql.Projects;

namespace Orleans.Batch.PostgreSql.Tests.Projects;

public sealed class ApiKeyStrengthTests
{
    [Theory]
    [InlineData("short-9Kq2")]
    [InlineData("changeme-changeme")]
    [InlineData("your-api-key-goes-here")]
    [InlineData("z_example_0Kq93vTzLw")]
    [InlineData("testtesttesttesttest")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("1234567890123456")]
    [InlineData("has a space k7Jq93vTzLw")]
    [InlineData("schlüssel-k7Jq93vTzLw")]
    public void Weakness_GuessableKey_IsNamed(string key)
    {
        var weakness = ApiKeyStrength.Weakness(key);

        weakness.ShouldNotBeNull();
        weakness.ShouldNotContain(key);
    }

    [Theory]
    [InlineData("k7Jq-93vTzLw0XnB2mRd")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("z_4fGh7Kp2WxQ9sLmN3vTb")]
    public void Weakness_RandomKey_IsTaken(string key) => ApiKeyStrength.Weakness(key).ShouldBeNull();
}
