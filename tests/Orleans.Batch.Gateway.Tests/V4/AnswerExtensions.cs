namespace Orleans.Batch.Gateway.Tests.V4;

internal static class AnswerExtensions
{
    private static readonly string[] ErrorKeys = ["code", "message", "param", "details", "request_id"];

    /// <summary>Fails unless this is an error in the format of version 4.</summary>
    /// <returns>The error.</returns>
    public static System.Text.Json.JsonElement ShouldBeErrorV4(this Answer answer, int status, string code)
    {
        answer.Status.ShouldBe(status, answer.Body);
        answer.Headers["Content-Type"].Single().ShouldStartWith("application/json");
        answer.Json.EnumerateObject().Select(static p => p.Name).ShouldBe(["error"]);
        var error = answer.Json.GetProperty("error");
        error.EnumerateObject().Select(static p => p.Name).ShouldBeSubsetOf(ErrorKeys);
        error.GetProperty("code").GetString().ShouldBe(code, answer.Body);
        error.GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
        error.GetProperty("request_id").GetString().ShouldBe(answer.Headers["x-request-id"].Single());
        return error;
    }
}
