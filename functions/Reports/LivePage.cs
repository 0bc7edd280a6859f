using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Functions.Http;

namespace Settlement.Functions.Reports;

/// <summary>What has arrived for a day.</summary>
internal sealed record LivePage<T>(SettlementDay Day, long Batches, Instant? Arrived, IEnumerable<T> Items, string? Continuation) : IPage;
