using System.Net;
using System.Text.Json;

namespace Settlement.Functions.Tests.Support;

/// <summary>What an HTTP function answered.</summary>
internal sealed record Answer(HttpStatusCode Status, string? ContentType, Uri? Location, string Text)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);

    /// <summary>Reads an answer, and holds it to the description of the functions.</summary>
    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var answer = new Answer(
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.Location,
            await response.Content.ReadAsStringAsync()
        );
        ApiDocument.Check(response.RequestMessage!, answer);
        return answer;
    }

    /// <summary>Checks the status and that the answer is JSON, and gives it.</summary>
    public JsonElement Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Text}");
        Assert.Equal("application/json", ContentType);
        return Json;
    }

    /// <summary>Checks that the answer is a problem of this status that says what is wrong.</summary>
    public JsonElement IsProblem(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Text}");
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Json.GetProperty("title").GetString()!);
        Assert.NotEmpty(Json.GetProperty("detail").GetString()!);
        return Json;
    }
}
