using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Settlement.Functions.Identity;

namespace Settlement.Functions.Description;

/// <summary>An HTTP function with what its attributes say of it.</summary>
internal sealed record DescribedFunction(
    string Name,
    HttpTriggerAttribute Trigger,
    OperationAttribute Operation,
    AccessLevel Level,
    IReadOnlyList<AnswersAttribute> Answers,
    IReadOnlyList<QueryAttribute> Queries,
    TakesAttribute? Takes
)
{
    /// <summary>The statuses of its problems, in their order.</summary>
    public IEnumerable<int> Problems =>
        Operation
            .Problems.Concat(Level == AccessLevel.Public ? [] : [StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden])
            .Concat(Takes is null ? [] : [StatusCodes.Status413PayloadTooLarge])
            .Concat(Trigger.Methods!.Contains("post") ? [StatusCodes.Status415UnsupportedMediaType] : [])
            .Distinct()
            .Order();

    /// <summary>The function that a method is; null where it is none or is not described.</summary>
    public static DescribedFunction? Find(MethodInfo method)
    {
        var trigger = method
            .GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .OfType<HttpTriggerAttribute>()
            .FirstOrDefault();
        return
            trigger is not null
            && method.GetCustomAttribute<FunctionAttribute>() is { } function
            && method.GetCustomAttribute<OperationAttribute>() is { } operation
            && method.GetCustomAttribute<AccessAttribute>() is { } access
            ? new DescribedFunction(
                function.Name,
                trigger,
                operation,
                access.Level,
                [.. method.GetCustomAttributes<AnswersAttribute>()],
                [.. method.GetCustomAttributes<QueryAttribute>()],
                method.GetCustomAttribute<TakesAttribute>()
            )
            : null;
    }
}
