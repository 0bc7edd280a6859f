using System.Text.Json.Serialization;
using NodaTime;

namespace Settlement.Runs.Audit;

/// <summary>Something that a person had the platform do.</summary>
/// <param name="When">When it was asked for.</param>
/// <param name="Who">Who asked, as authentication names them; <c>operator</c> where nobody is named.</param>
/// <param name="Action">What was asked: <c>start</c>, <c>verify</c>, <c>settle dry</c>, <c>set-aside</c>, <c>replay</c>, <c>release</c> or <c>reference</c>.</param>
/// <param name="Subject">What it was asked of, such as <c>2026-06-16/SF</c> or <c>readings/3/1200-1201</c>.</param>
/// <param name="Why">The reason that was given; empty where none was.</param>
public sealed record AuditEntry(
    Instant When,
    string Who,
    [property: JsonPropertyName("what")] string Action,
    [property: JsonPropertyName("of")] string Subject,
    string Why
);
