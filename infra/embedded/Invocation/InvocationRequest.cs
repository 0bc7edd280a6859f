using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Embedded.Invocation;

/// <summary>What a trigger hands over for one invocation.</summary>
internal sealed class InvocationRequest
{
    public static readonly IReadOnlyDictionary<string, object?> NoData = new Dictionary<string, object?>();

    /// <summary>Gives the value of a parameter that is neither the context, a cancellation token nor a durable client.</summary>
    public required Func<ParameterInfo, FunctionContext, ValueTask<object?>> Bind { get; init; }

    public IReadOnlyDictionary<string, object?> BindingData { get; init; } = NoData;

    public int RetryCount { get; init; }

    public HttpContext? HttpContext { get; init; }
}
